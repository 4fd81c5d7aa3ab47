"""What a record holds, field by field, as its page shows it: three queries for any number of fields."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from foyer.crm.access import visible
from foyer.crm.choices import options_of
from foyer.crm.fields.kinds import read
from foyer.crm.fields.stored import formula, from_json
from foyer.crm.fields.types import BadValue, Field, Kind
from foyer.crm.models import Deal, Stage, Tagging
from foyer.crm.modules import MODULES, RECORDS, AnyRecord
from foyer.crm.pipelines import all_stages, stage_word
from foyer.crm.types import ModuleName
from foyer.desk.shell import formats
from foyer.lib.phones import phone_for_people
from foyer.lib.prepared import prepared
from foyer.team.models import User
from foyer.team.queries import organisation, user_names

Values = Sequence[tuple[Field, Any]]


class Shown(NamedTuple):
    """A value as people read it; lists make three hundred at once (P5).

    `url` is where it leads, `is_hidden` when it points to what the user may not see.
    """

    text: str
    url: str = ""
    is_hidden: bool = False
    tags: tuple[str, ...] = ()


NOTHING = Shown("")
NAMES: dict[ModuleName, tuple[str, ...]] = {
    "lead": ("first_name", "last_name"),
    "contact": ("first_name", "last_name"),
    "account": ("name",),
    "deal": ("name",),
    "activity": ("subject",),
}
"""By module: the columns that the name of a record is made of."""


def held(record: AnyRecord, field: Field) -> Any:
    """What the record holds in a field: columns, custom values, formulas."""
    if field.kind == Kind.FORMULA:
        return formula(field, record.custom)
    if field.kind == Kind.TAGS:
        return tags_of(record)
    if field.is_custom:
        return from_json(field, record.custom.get(field.key))
    return getattr(record, field.path) if field.path else None


def tags_of(record: AnyRecord) -> list[str]:
    """The tags of a record, by name."""
    return _tags(record.actor_id)


@prepared
def _tags(actor_id: Any) -> QuerySet[Tagging, str]:
    return Tagging.objects.filter(actor=actor_id).order_by("tag__folded").values_list("tag__name", flat=True)


def shown_values(record: AnyRecord, fields: Iterable[Field], user: User) -> dict[str, Shown]:
    """By key: each value as text, with what users, records and choices are called."""
    values = [(field, held(record, field)) for field in fields]
    words = _Words(record, values, user)
    return {field.key: words.shown(field, value) for field, value in values}


class _Words:
    """The names that the values of one record need."""

    def __init__(self, record: AnyRecord, values: Values, user: User) -> None:
        self.currency = record.currency if isinstance(record, Deal) else home_currency()
        self.choices = choice_words(field.choices for field, value in values if field.choices and value)
        self.users = _user_names(values)
        self.records = _record_names(values, user)

    def shown(self, field: Field, value: Any) -> Shown:
        if value is None or value in ("", []):
            return NOTHING
        maker = _SHOWN.get(field.kind)
        return maker(self, field, value) if maker else Shown(str(value))

    def money(self, _field: Field, value: Any) -> Shown:
        return Shown(formats.money(value, self.currency))

    def choice(self, field: Field, value: Any) -> Shown:
        return Shown(self._choice(field, str(value)))

    def multi(self, field: Field, value: Any) -> Shown:
        return Shown(", ".join(self._choice(field, str(one)) for one in value))

    def _choice(self, field: Field, key: str) -> str:
        if field.choices:
            return self.choices[field.choices].get(key, key)
        return next((one["label"] for one in field.options.get("choices", []) if one["key"] == key), key)

    def user(self, _field: Field, value: Any) -> Shown:
        return Shown(self.users.get(getattr(value, "pk", value), ""))

    def record(self, field: Field, value: Any) -> Shown:
        key = (field.target, getattr(value, "pk", value))
        if key not in self.records:
            return Shown("", is_hidden=True)
        url = f"{_list_path(field.target)}{key[1]}/" if field.target in RECORDS else ""
        return Shown(self.records[key], url)


@cache
def _list_path(module: ModuleName) -> str:
    """Below which the pages of records lie: lists have too many to ask for each (P5)."""
    return reverse(MODULES[module].plural)


def choice_words(lists: Iterable[str]) -> dict[str, dict[str, str]]:
    """The labels of several pick lists."""
    return {name: {option.key: option.label for option in options_of(name)} for name in set(lists)}


def home_currency() -> str:
    """The organisation's currency (D6)."""
    house = organisation()
    return house.currency if house else "EUR"


def _user_names(values: Values) -> dict[int, str]:
    found = [value for field, value in values if field.kind == Kind.USER and value is not None]
    names = {user.pk: user.name for user in found if isinstance(user, User)}
    missing = {value for value in found if isinstance(value, int)}
    return names | ({pk: name for pk, name in user_names().items() if pk in missing} if missing else {})


def _record_names(values: Values, user: User) -> dict[tuple[ModuleName | None, int], str]:
    wanted: defaultdict[ModuleName, set[int]] = defaultdict(set)
    for field, value in values:
        if field.kind == Kind.RECORD and field.target and value is not None:
            wanted[field.target].add(_pk(value))
    found = {module: visible(module, user).filter(pk__in=ids).only(*NAMES[module]) for module, ids in wanted.items()}
    return {(module, row.pk): str(row) or _("No name") for module, rows in found.items() for row in rows}


def _pk(value: Any) -> int:
    return int(getattr(value, "pk", value))


def _number(_words: _Words, _field: Field, value: Any) -> Shown:
    return Shown(formats.number(value) if isinstance(value, Decimal | int | float) else str(value))


def _date(_words: _Words, _field: Field, value: Any) -> Shown:
    return Shown(formats.date(value) if isinstance(value, dt.date) else str(value))


def _moment(_words: _Words, _field: Field, value: Any) -> Shown:
    return Shown(formats.moment(value) if isinstance(value, dt.datetime) else str(value))


def _flag(_words: _Words, _field: Field, value: Any) -> Shown:
    return Shown(_("Yes") if value else _("No"))


def _web(_words: _Words, field: Field, value: Any) -> Shown:
    """A link only to what is an address of the web: nothing else is ever followed (T15)."""
    try:
        return Shown(str(value).removeprefix("https://").removeprefix("http://"), read(field, value))
    except BadValue:
        return Shown(str(value))


def _stage(_words: _Words, _field: Field, value: Any) -> Shown:
    return Shown(stage_word(value) if isinstance(value, Stage) else "")


_SHOWN: dict[Kind, Callable[[_Words, Field, Any], Shown]] = {
    Kind.NUMBER: _number,
    Kind.FORMULA: _number,
    Kind.MONEY: _Words.money,
    Kind.PERCENT: lambda _words, _field, value: Shown(_("%(value)s %%") % {"value": formats.number(value)}),
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.FLAG: _flag,
    Kind.CHOICE: _Words.choice,
    Kind.MULTI: _Words.multi,
    Kind.EMAIL: lambda _words, _field, value: Shown(str(value), f"mailto:{value}"),
    Kind.PHONE: lambda _words, _field, value: Shown(phone_for_people(str(value)), f"tel:{value}"),
    Kind.URL: _web,
    Kind.COUNTRY: lambda _words, _field, value: Shown(formats.country(str(value))),
    Kind.USER: _Words.user,
    Kind.RECORD: _Words.record,
    Kind.STAGE: _stage,
    Kind.TAGS: lambda _words, _field, value: Shown(", ".join(value), tags=tuple(value)),
}


def shown_rows(records: Sequence[Any], fields: Sequence[Field], user: User) -> list[dict[str, Shown]]:
    """The same for many records in as many queries as for one. Tags, e-mails and phones are not among these."""
    _give_stages(records, fields)
    rows = [[(field, _held_alone(record, field)) for field in fields] for record in records]
    words = _Words(records[0], [pair for row in rows for pair in row], user)
    home = home_currency()
    shown = []
    for record, row in zip(records, rows, strict=True):
        words.currency = record.currency if isinstance(record, Deal) else home
        shown.append({field.key: words.shown(field, value) for field, value in row})
    return shown


def _held_alone(record: AnyRecord, field: Field) -> Any:
    """Of a person or another record its id: whole rows of them for each line would be most of the work (P5)."""
    if field.kind in {Kind.USER, Kind.RECORD} and not field.is_custom:
        return getattr(record, f"{field.path}_id")
    return held(record, field)


def _give_stages(records: Sequence[Any], fields: Iterable[Field]) -> None:
    if not any(field.kind == Kind.STAGE for field in fields):
        return
    without = [record for record in records if not Deal.stage.is_cached(record)]
    stages = all_stages()
    for record in without:
        record.stage = stages[record.stage_id]
