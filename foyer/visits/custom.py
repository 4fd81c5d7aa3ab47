"""Custom fields of visits: filled by what pages tell under the same label, changed by nobody (F50-F52)."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from foyer.crm.fields.kinds import read
from foyer.crm.fields.registry import custom_fields
from foyer.crm.fields.types import BadValue, Field, Kind
from foyer.crm.fields.words import value_text
from foyer.team.models import User
from foyer.team.rights import rights_of
from foyer.visits.event_data import Json
from foyer.visits.models import Visit
from foyer.visits.told import folded_label, text_of

TEXTS = frozenset({Kind.TEXT, Kind.LONG})
LISTS = frozenset({Kind.CHOICE, Kind.MULTI})


@dataclasses.dataclass(frozen=True, slots=True)
class CustomValue:
    """A field with its value. What was told and does not fit is still its text; then `hint` says so.

    `raw` is what was told, where visits can be found by it.
    """

    field: Field
    value: Any
    text: str
    raw: str
    hint: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class ToldOfVisit:
    """What pages told of one visit: in fields, and beside them."""

    fields: list[CustomValue]
    others: list[tuple[str, str]]


def visit_fields(user: User) -> dict[str, Field]:
    """The custom fields of visits that the user may see, in their order; one query."""
    return shown_and_hidden(user)[0]


def shown_and_hidden(user: User) -> tuple[dict[str, Field], frozenset[str]]:
    """The same, and the folded labels of those that the user's profile hides: their values stand nowhere else (E25)."""
    rights, shown, hidden = rights_of(user), dict[str, Field](), set[str]()
    for key, field in custom_fields("visit").items():
        if not rights.sees("visit", key):
            hidden.add(folded_label(field.label))
        else:
            shown[key] = field
    return shown, frozenset(hidden)


def told_of(visit: Visit, fields: Mapping[str, Field], hidden: frozenset[str] = frozenset()) -> ToldOfVisit:
    """What was told of the visit, by these fields; no query. `hidden` are folded labels that the user may not see."""
    told = visit.page_data or {}
    by_name = {folded_label(field.label): field for field in fields.values()}
    filled = [_value(field, told[name][1]) for name, field in by_name.items() if name in told]
    rest = {name: entry for name, entry in told.items() if name not in by_name and name not in hidden}
    return ToldOfVisit(filled, [(str(label), text_of(value)) for label, value, _at in rest.values()])


def _value(field: Field, told: Json) -> CustomValue:
    try:
        value = read(field, _raw(field, told))
    except BadValue:
        return CustomValue(field, None, text_of(told), "", _("This does not fit the field."))
    return CustomValue(field, value, value_text(field, value), "" if isinstance(told, list) else text_of(told))


def _raw(field: Field, told: Json) -> Any:
    """As forms would send it: texts are lines, choices are named by their label or their key."""
    if field.kind in TEXTS:
        return text_of(told)
    if field.kind not in LISTS:
        return told
    keys = {folded_label(one["label"]): one["key"] for one in field.options.get("choices", [])}
    named = told if isinstance(told, list) else [told]
    found = [keys.get(folded_label(text_of(one)), text_of(one)) for one in named]
    return found if field.kind == Kind.MULTI else found[0] if len(found) == 1 else found
