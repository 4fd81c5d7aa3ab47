"""Filters of views: a tree of conditions in JSON, checked once, then a Q for the database (E2, E3, E16).

`{"all": [{"field": "status", "is": "any_of", "value": ["new"]}, {"any": [...]}]}`. A condition may name a field of a
related module by a dot: `account.industry`, `deals.amount`. `{"words": "lang"}` is what is typed above a list.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from foyer.crm.fields.kinds import read
from foyer.crm.fields.types import NUMERIC, BadValue, Field, Kind
from foyer.crm.models import Tagging
from foyer.crm.relations import FieldsOf, related, through
from foyer.crm.typed_words import is_words, with_words
from foyer.crm.types import ModuleName
from foyer.identity.models import Actor, Claim, Identifier
from foyer.lib.text import folded
from foyer.team.models import User
from foyer.team.queries import time_zone, today

MAX_DEPTH = 3
MAX_CONDITIONS = 40
MAX_VALUES = 100
MAX_DAYS = 3_650
MAX_DAY_DIGITS = 4
FIRST_YEAR, LAST_YEAR = 2, 9998  # the day before and the day after must exist too
ME = "me"

TEXTS = frozenset({Kind.TEXT, Kind.LONG, Kind.EMAIL, Kind.PHONE, Kind.URL, Kind.COUNTRY})
LISTED = frozenset({Kind.CHOICE, Kind.USER, Kind.RECORD, Kind.STAGE, Kind.MULTI, Kind.TAGS})
TIMES = frozenset({Kind.DATE, Kind.MOMENT})
HELD = frozenset({Kind.EMAILS, Kind.PHONES})

_EMPTY = ("empty", "filled")
COMPARATORS: tuple[tuple[frozenset[Kind], tuple[str, ...]], ...] = (
    (TEXTS, ("is", "is_not", "contains", "begins", "ends", *_EMPTY)),
    (HELD, ("is", "contains", *_EMPTY)),
    (NUMERIC, ("is", "less", "more", "between", *_EMPTY)),
    (
        TIMES,
        ("on", "before", "after", "between", "today", "before_today", "last_days", "next_days", "this_month", *_EMPTY),
    ),
    (LISTED, ("any_of", "none_of", *_EMPTY)),
    (frozenset({Kind.FLAG}), ("yes", "no")),
)
"""By kinds of field: how its values can be compared (E3)."""
WITHOUT_VALUE = frozenset({*_EMPTY, "today", "before_today", "this_month", "yes", "no"})


def comparators_of(kind: Kind) -> tuple[str, ...]:
    """How values of a kind can be compared."""
    return next((words for kinds, words in COMPARATORS if kind in kinds), ())


def where(tree: object, module: ModuleName, user: User, fields: FieldsOf) -> Q:
    """The tree as a Q. `fields` says which fields the user may use; raises BadValue with a sentence."""
    return _Reading(user, fields).group(tree, module, MAX_DEPTH) if tree else Q()


class _Reading:
    """One pass over a tree, counting its conditions."""

    def __init__(self, user: User, fields: FieldsOf) -> None:
        self._user, self._fields, self._left = user, fields, MAX_CONDITIONS

    def group(self, tree: object, module: ModuleName, depth: int) -> Q:
        if not isinstance(tree, dict) or len(tree) != 1 or depth == 0 or is_words(tree):
            return self._condition(tree, module)
        [(joined, parts)] = tree.items()
        if joined not in {"all", "any"} or not isinstance(parts, list):
            raise BadValue(_("This filter cannot be read."))
        found = Q()
        for part in parts:
            each = self.group(part, module, depth - 1)
            found = found & each if joined == "all" else found | each
        return found

    def _condition(self, part: object, module: ModuleName) -> Q:
        self._left -= 1
        if is_words(part) and self._left >= 0:
            return with_words(module, part["words"], self._fields(module), self._user)
        if not isinstance(part, dict) or self._left < 0 or not isinstance(part.get("field"), str):
            raise BadValue(_("This filter cannot be read."))
        relation, _dot, key = part["field"].rpartition(".")
        if not relation:
            return self._compared(self._field(module, key), part)
        other = related(module, relation, self._fields)
        if other is None:
            raise BadValue(_("There is no field “%(field)s”.") % {"field": part["field"][:60]})
        condition = self._compared(self._field(other, key), part)
        return through(module, relation, condition, self._user)

    def _field(self, module: ModuleName, key: str) -> Field:
        field = self._fields(module).get(key)
        if field is None or not field.is_filterable:
            raise BadValue(_("There is no field “%(field)s”.") % {"field": key[:60]})
        return field

    def _compared(self, field: Field, part: Mapping[str, Any]) -> Q:
        word = part.get("is")
        if word not in comparators_of(field.kind):
            raise BadValue(_("“%(field)s” cannot be compared in this way.") % {"field": field.label})
        return compared(field, str(word), part.get("value"), self._user)


def compared(field: Field, word: str, value: object, user: User) -> Q:
    """One comparison as a Q."""
    if word in _EMPTY:
        return _is_empty(field) if word == "empty" else ~_is_empty(field)
    if word in {"yes", "no"}:
        return Q(**{field.path: True}) if word == "yes" else ~Q(**{field.path: True})
    if word not in WITHOUT_VALUE and value in (None, "", []):
        raise BadValue(_("Fill in a value for “%(field)s”.") % {"field": field.label})
    if field.kind in HELD:
        return _held(field, word, str(value))
    if field.kind in LISTED:
        return _listed(field, word, value, user)
    if field.kind in TIMES:
        return _timed(field, word, value)
    if field.kind in NUMERIC:
        return _numbered(field, word, value)
    return _worded(field, word, str(value))


def _worded(field: Field, word: str, text: str) -> Q:
    lookups = {
        "is": "iexact",
        "is_not": "iexact",
        "contains": "icontains",
        "begins": "istartswith",
        "ends": "iendswith",
    }
    found = Q(**{f"{field.path}__{lookups[word]}": text.replace("\x00", "")[:255]})
    return ~found if word == "is_not" else found


def _numbered(field: Field, word: str, value: object) -> Q:
    if word == "between":
        low, high = _pair(value)
        return Q(**{f"{field.path}__gte": _stored(field, low), f"{field.path}__lte": _stored(field, high)})
    lookup = {"is": "exact", "less": "lt", "more": "gt"}[word]
    return Q(**{f"{field.path}__{lookup}": _stored(field, value)})


def _timed(field: Field, word: str, value: object) -> Q:
    """Days are days of the organisation (D23)."""
    current = today()
    if word == "today":
        return _days(field, current, current)
    if word == "before_today":
        return _days(field, None, current - dt.timedelta(days=1))
    if word == "this_month":
        first = current.replace(day=1)
        return _days(field, first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1))
    if word in {"last_days", "next_days"}:
        span = dt.timedelta(days=_day_count(value))
        return _days(field, current - span, current) if word == "last_days" else _days(field, current, current + span)
    if word == "between":
        low, high = (_day(one) for one in _pair(value))
        return _days(field, low, high)
    day = _day(value)
    if word == "on":
        return _days(field, day, day)
    return (
        _days(field, None, day - dt.timedelta(days=1))
        if word == "before"
        else _days(field, day + dt.timedelta(days=1), None)
    )


def _days(field: Field, first: dt.date | None, last: dt.date | None) -> Q:
    """From the first day to the last, both with it."""
    found = Q()
    if field.kind == Kind.DATE:
        bounds: tuple[Any, Any] = (first, last and last + dt.timedelta(days=1))
    else:
        bounds = (first and _midnight(first), last and _midnight(last + dt.timedelta(days=1)))
    for lookup, bound in zip(("gte", "lt"), bounds, strict=True):
        if bound is not None:
            found &= Q(**{f"{field.path}__{lookup}": bound.isoformat() if field.is_custom else bound})
    return found


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), time_zone()).astimezone(dt.UTC)


def _listed(field: Field, word: str, value: object, user: User) -> Q:
    raw = value if isinstance(value, list) else [value]
    if len(raw) > MAX_VALUES:
        raise BadValue(_("At most %(most)s values.") % {"most": MAX_VALUES})
    values = [user.pk if one == ME and field.kind == Kind.USER else one for one in raw]
    if field.kind == Kind.TAGS:
        words = [folded(str(one)) for one in values]
        found = Q(actor__in=Tagging.objects.filter(tag__folded__in=words).values("actor"))
    elif field.kind == Kind.MULTI:
        found = Q()
        for one in values:
            found |= Q(**{f"{field.path}__icontains": f'"{one}"'})
    else:
        path = (
            f"{field.path}_id"
            if field.kind in {Kind.USER, Kind.RECORD, Kind.STAGE} and not field.is_custom
            else field.path
        )
        found = Q(**{f"{path}__in": [_listed_value(field, one) for one in values]})
    return ~found if word == "none_of" else found


def _listed_value(field: Field, one: object) -> Any:
    """A choice need not be in the list any more; ids must be ids."""
    return str(one)[:60] if field.kind == Kind.CHOICE else read(field, one)


def _held(field: Field, word: str, text: str) -> Q:
    """By an e-mail address or phone number that the person has, whatever record it was given to."""
    kind = Identifier.Kind.EMAIL if field.kind == Kind.EMAILS else Identifier.Kind.PHONE
    claims = Claim.objects.filter(retracted_at=None, identifier__kind=kind)
    needle = text.strip().lower() if kind == Identifier.Kind.EMAIL else "".join(c for c in text if c in "+0123456789")
    lookup = "identifier__value" if word == "is" else "identifier__value__contains"
    holders = Actor.objects.filter(pk__in=claims.filter(**{lookup: needle}).values("actor"))
    return Q(actor__profile__in=holders.values("profile"))


def _is_empty(field: Field) -> Q:
    if field.kind == Kind.TAGS:
        return Q(actor__taggings__isnull=True)
    if field.kind in HELD:
        kind = Identifier.Kind.EMAIL if field.kind == Kind.EMAILS else Identifier.Kind.PHONE
        claims = Claim.objects.filter(retracted_at=None, identifier__kind=kind)
        return ~Q(actor__profile__in=Actor.objects.filter(pk__in=claims.values("actor")).values("profile"))
    nothing = Q(**{f"{field.path}__isnull": True})
    if field.is_custom:
        return nothing | Q(**{field.path: None})
    return nothing | Q(**{field.path: ""}) if field.kind in TEXTS | {Kind.CHOICE} else nothing


def _stored(field: Field, value: object) -> Any:
    """A number as the column, or the JSON, has it."""
    number = read(field, value)
    return float(number) if field.is_custom else number


def _pair(value: object) -> tuple[Any, Any]:
    if not isinstance(value, list) or len(value) != 2:
        raise BadValue(_("Fill in both ends."))
    return value[0], value[1]


def _day(value: object) -> dt.date:
    day = read(_A_DAY, value)
    if not isinstance(day, dt.date) or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadValue(_("Write the date like 2026-11-23 or 23.11.2026."))
    return day


def _day_count(value: object) -> int:
    text = str(value)
    if not (text.isascii() and text.isdecimal() and len(text) <= MAX_DAY_DIGITS) or not 0 < int(text) <= MAX_DAYS:
        raise BadValue(_("A number of days, 1 or more."))
    return int(text)


_A_DAY = Field(module="lead", key="day", label="", kind=Kind.DATE, path="day", is_nullable=True)
