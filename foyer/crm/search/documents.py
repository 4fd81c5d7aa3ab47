"""Leads, contacts, accounts, deals and activities as documents of the index, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

from foyer.crm.models import Account, Activity, Deal, Tagging
from foyer.crm.modules import MODULES, RECORDS, AnyRecord
from foyer.crm.types import ModuleName
from foyer.identity.models import Identifier
from foyer.identity.queries import identifiers_of_many
from foyer.identity.types import KnownIdentifier
from foyer.lib.phones import phone_for_people
from foyer.lib.search.documents import Document, register
from foyer.lib.search.words import number_words

UNASKED = frozenset({"owner", "created_by"})
"""Related rows that no document tells of."""


def register_documents() -> None:
    """Called once, when the models are there."""
    for module in RECORDS:
        register(module, partial(_records, module), partial(_ids, module))
    register("activity", _activities, partial(_ids, "activity"))


def _ids(module: ModuleName) -> list[int]:
    return list(MODULES[module].model._default_manager.filter(gone_at=None).values_list("pk", flat=True))


def _records(module: ModuleName, ids: Collection[int]) -> list[Document]:
    related = [name for name in MODULES[module].related if name not in UNASKED]
    found = MODULES[module].model._default_manager.filter(pk__in=ids, gone_at=None)
    rows: list[Any] = list(found.select_related(*related))
    known = identifiers_of_many({_profile(row) for row in rows})
    tags: defaultdict[int, list[str]] = defaultdict(list)
    taggings = Tagging.objects.filter(actor__in=[row.actor_id for row in rows])
    for actor, tag in taggings.values_list("actor", "tag__name"):
        tags[actor].append(tag)
    return [_record(module, row, known.get(_profile(row), []), tags[row.actor_id]) for row in rows]


def _record(module: ModuleName, row: AnyRecord, known: list[KnownIdentifier], tags: list[str]) -> Document:
    reach = [word for one in known for word in _reach(one)]
    shown = known[0].value if known else ""
    if shown and known[0].kind == Identifier.Kind.PHONE:
        shown = phone_for_people(shown)
    return Document(
        kind=module,
        ref=row.pk,
        owner=row.owner_id,
        title=row.name or _company(row) or shown,
        about=_company(row) if row.name else "",
        names=(row.name,),
        reach=tuple(reach),
        more=(_company(row), getattr(row, "city", ""), getattr(row, "website", ""), *tags, *_texts(row.custom)),
    )


def _reach(known: KnownIdentifier) -> Iterable[str]:
    return number_words(known.value) if known.kind == Identifier.Kind.PHONE else [known.value]


def _company(row: AnyRecord) -> str:
    """Whom the record belongs to, in the second line of a hit."""
    if isinstance(row, Account):
        return row.city
    if isinstance(row, Deal):
        return row.account.name if row.account else row.contact.name if row.contact else ""
    return row.company


def _texts(custom: dict[str, Any]) -> list[str]:
    """Custom values that are text."""
    return [value for value in custom.values() if isinstance(value, str)]


def _profile(row: AnyRecord) -> int:
    return row.actor.profile_id or row.actor_id


def _activities(ids: Collection[int]) -> list[Document]:
    rows = Activity.objects.filter(pk__in=ids, gone_at=None)
    return [
        Document(kind="activity", ref=row.pk, owner=row.owner_id, title=row.subject, names=(row.subject,))
        for row in rows
    ]
