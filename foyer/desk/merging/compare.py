"""Two records side by side: what differs, what comes together (B1, overlays.html)."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from foyer.conversations.queries import number_of_chats
from foyer.crm.access import visible
from foyer.crm.actions.merge_values import differing
from foyer.crm.fields.rights import shown_fields, writable_fields
from foyer.crm.fields.types import Field
from foyer.crm.models import Account, Activity, Attachment, Contact, Note
from foyer.crm.modules import AnyRecord, module_name
from foyer.desk.records.values import shown_values
from foyer.events.models import Event
from foyer.identity.models import Identifier
from foyer.identity.queries import actors_of, identifiers_of
from foyer.identity.types import KnownIdentifier
from foyer.lib.phones import phone_for_people
from foyer.team.models import User
from foyer.visits.models import Visit

KEPT, GONE = "kept", "gone"


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A field in which the two differ. `may_choose` is False where the user may not write."""

    key: str
    label: str
    kept: str
    gone: str
    chosen: str
    may_choose: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Together:
    """Addresses, numbers or tags: both have them afterwards."""

    label: str
    kept: tuple[str, ...]
    gone: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Moving:
    """What comes together, in numbers."""

    entries: int
    visits: int
    chats: int
    notes: int
    files: int
    activities: int
    deals: int
    contacts: int


@dataclasses.dataclass(frozen=True, slots=True)
class Comparison:
    """The page of a merge. `shows_since` where the user sees when records were created."""

    kept: AnyRecord
    gone: AnyRecord
    rows: list[Row]
    together: list[Together]
    same: int
    moving: Moving
    shows_since: bool


def comparison(kept: AnyRecord, gone: AnyRecord, user: User) -> Comparison:
    """What the page shows; the number of queries does not depend on the records."""
    module = module_name(kept)
    fields = shown_fields(user, module)
    differ = _differ(kept, gone, fields)
    return Comparison(
        kept=kept,
        gone=gone,
        rows=_rows(kept, gone, user, differ, fields),
        together=[one for one in _together(kept, gone, user, fields) if one.kept or one.gone],
        same=sum(
            1 for key, shown in shown_values(kept, fields.values(), user).items() if shown.text and key not in differ
        ),
        moving=_moving(gone, user),
        shows_since="created_at" in fields,
    )


def _differ(kept: AnyRecord, gone: AnyRecord, fields: Mapping[str, Field]) -> dict[str, bool]:
    """By key: whether the other's value is taken when nobody chooses."""
    theirs = {field.key: is_filled for field, is_filled in differing(kept, gone, fields)}
    ours = {field.key: False for field, _filled in differing(gone, kept, fields) if field.key not in theirs}
    return {key: (theirs | ours)[key] for key in fields if key in theirs or key in ours}


def _rows(
    kept: AnyRecord, gone: AnyRecord, user: User, differ: Mapping[str, bool], fields: Mapping[str, Field]
) -> list[Row]:
    chosen = [fields[key] for key in differ]
    left, right = shown_values(kept, chosen, user), shown_values(gone, chosen, user)
    writable = writable_fields(user, module_name(kept))
    return [
        Row(
            key=field.key,
            label=str(field.label),
            kept=left[field.key].text,
            gone=right[field.key].text,
            chosen=GONE if differ[field.key] else KEPT,
            may_choose=field.key in writable and bool(right[field.key].text),
        )
        for field in chosen
    ]


def _together(kept: AnyRecord, gone: AnyRecord, user: User, fields: Mapping[str, Field]) -> list[Together]:
    left, right = identifiers_of(kept.actor_id), identifiers_of(gone.actor_id)
    found = [
        Together(str(fields[key].label), _values(left, kind), _values(right, kind))
        for key, kind in (("emails", Identifier.Kind.EMAIL), ("phones", Identifier.Kind.PHONE))
        if key in fields
    ]
    if "tags" in fields:
        tags = [shown_values(row, [fields["tags"]], user)["tags"].tags for row in (kept, gone)]
        found.append(Together(str(fields["tags"].label), tags[0], tags[1]))
    return found


def _values(known: list[KnownIdentifier], kind: str) -> tuple[str, ...]:
    texts = (one.value for one in known if one.kind == kind)
    return tuple(phone_for_people(text) if kind == Identifier.Kind.PHONE else text for text in texts)


def _moving(gone: AnyRecord, user: User) -> Moving:
    actors = actors_of(gone.actor_id)
    deals, sees = visible("deal", user), shown_fields(user, "deal")
    pointing = {Contact: {"contact": gone}, Account: {"account": gone}}.get(type(gone))
    return Moving(
        entries=Event.objects.filter(actor__in=actors).count(),
        visits=Visit.objects.filter(actor__in=actors).count(),
        chats=number_of_chats(actors),
        notes=Note.objects.filter(actor__in=actors, gone_at=None).count(),
        files=Attachment.objects.filter(actor__in=actors, gone_at=None).count(),
        activities=Activity.objects.filter(actor__in=actors, gone_at=None).count(),
        deals=deals.filter(**pointing).count() if pointing and sees.keys() >= pointing.keys() else 0,
        contacts=_contacts(gone, user).count() if isinstance(gone, Account) else 0,
    )


def _contacts(account: Account, user: User) -> "QuerySet[Any]":
    """Those of an account that the user sees, none where whose they are is hidden (T7)."""
    rows = visible("contact", user).filter(account=account)
    return rows if "account" in shown_fields(user, "contact") else rows.none()
