"""What a lead may become: choices of the dialog, and what would stay on the lead (F205, F238)."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from foyer.crm.access import visible
from foyer.crm.duplicates import SAME_PERSON, Match, Typed, matches_of, similar
from foyer.crm.fields.rights import shown_fields
from foyer.crm.mapping import going
from foyer.crm.models import Account, Contact, Lead, Pair, Pipeline, Stage
from foyer.crm.modules import MODULES
from foyer.crm.naming import Naming, called, name_of
from foyer.crm.pipelines import default_pipeline, pipeline_word, stage_word
from foyer.crm.types import ModuleName
from foyer.desk.merging.words import reason_word
from foyer.desk.records.values import shown_values
from foyer.lib.text import folded, id_from
from foyer.team.models import User
from foyer.team.rights import rights_of

NEW = "new"
NONE = ""
FOUND = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to “what becomes of the person, of the company?”"""

    value: str
    text: str
    hint: str = ""
    is_sure: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Stays:
    """A value that has no place elsewhere."""

    label: str
    text: str


def contact_options(lead: Lead, user: User, search: str = "") -> list[Option]:
    """A new contact, those that may be the same, and those that were looked for."""
    name = name_of(user, lead) or _("No name")
    made = [Option(NEW, _("New contact: %(name)s") % {"name": name})] if _may_make(user, "contact") else []
    matches = [match for match in matches_of(lead, user) if match.module == "contact"]
    known = [_option(match) for match in matches]
    return [*made, *known, *_looked_for("contact", user, search, known), Option(NONE, _("No contact"))]


def account_options(lead: Lead, user: User, search: str = "", contact: str = "") -> list[Option]:
    """The account of the chosen contact, a new one, those of a like name, and those that were looked for."""
    company = Naming(user, "lead").company(lead)
    makes = bool(company) and _may_make(user, "account")
    made = [Option(NEW, _("New account: %(name)s") % {"name": company})] if makes else []
    known = [_option(match) for match in similar("account", user, Typed(name=company))] if company else []
    theirs = _account_of(contact, user)
    known = [*theirs, *(one for one in known if one.value not in {has.value for has in theirs})]
    return [*made, *known, *_looked_for("account", user, search, known), Option(NONE, _("No account"))]


def stage_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """The stages in which a deal may begin, by pipeline; two queries."""
    first = default_pipeline()
    pipelines = Pipeline.objects.filter(is_active=True).prefetch_related("stages")
    ordered = sorted(pipelines, key=lambda pipeline: (pipeline.pk != first.pk, pipeline.position, pipeline.pk))
    begins = {Stage.Meaning.OPEN, Stage.Meaning.CONFIRMED}
    return [
        (
            pipeline_word(pipeline),
            [(str(s.pk), stage_word(s)) for s in pipeline.stages.all() if s.is_active and s.meaning in begins],
        )
        for pipeline in ordered
    ]


def first_of(options: Iterable[Option]) -> str:
    """What is chosen from the start: who shows the same address, the company of the same name, else a new one."""
    options = list(options)
    return next((one.value for one in options if one.is_sure), options[0].value)


def staying(lead: Lead, user: User, modules: Iterable[ModuleName]) -> list[Stays]:
    """The values that none of these modules takes, as far as the user may see them."""
    seen = shown_fields(user, "lead")
    fields = [each.field for each in going(lead, list(modules)) if not each.to and each.field.key in seen]
    shown = shown_values(lead, fields, user)
    return [Stays(str(field.label), shown[field.key].text) for field in fields if field.key in shown]


def _option(match: Match) -> Option:
    detail = " · ".join(part for part in (match.record.name, match.detail) if part)
    named = match.module == "account" and match.reason == Pair.Reason.NAME
    is_sure = named or match.reason in {SAME_PERSON, Pair.Reason.EMAIL, Pair.Reason.PHONE}
    return Option(str(match.record.pk), detail, reason_word(match.reason), is_sure)


def _looked_for(module: ModuleName, user: User, search: str, known: list[Option]) -> list[Option]:
    words = folded(search)
    if not words:
        return []
    rows: Any = called(user, module, visible(module, user)).select_related(*MODULES[module].related)
    for word in words.split():
        rows = rows.filter(sort_name__contains=word)
    have = {option.value for option in known}
    found = [row for row in rows.order_by("sort_name", "pk")[:FOUND] if str(row.pk) not in have]
    naming = Naming(user, module)
    return [Option(str(row.pk), _described(row, naming)) for row in found]


def _account_of(contact: str, user: User) -> list[Option]:
    """The account that a chosen contact has already, where the user sees both and that they belong together (T7)."""
    contact_id, naming = id_from(contact), Naming(user, "account")
    if not contact_id or not Naming(user, "contact").shows("account"):
        return []
    row = visible("account", user).filter(contacts__in=visible("contact", user).filter(pk=contact_id)).first()
    return [Option(str(row.pk), _described(row, naming), _("of the contact"), True)] if row else []


def _described(row: Contact | Account, naming: Naming) -> str:
    return " · ".join(part for part in (row.name, naming.detail(row)) if part)


def _may_make(user: User, module: ModuleName) -> bool:
    return rights_of(user).may(module, "create")
