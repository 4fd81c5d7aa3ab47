"""The order of a list by any field, and paging in it by the key of the last row (P5).

What has no value comes last, whichever way. The database compares, so a page never loses or repeats a row.
"""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from foyer.crm.fields.stored import as_json
from foyer.crm.fields.types import Field, Kind
from foyer.lib.keyset import beyond

NAME = "name"
_NEVER_EMPTY = frozenset({"created_at", "changed_at", "sort_name", "called", "id"})
_THROUGH = {Kind.USER: "name", Kind.RECORD: "sort_name", Kind.STAGE: "position"}
MAX_CURSOR = 600


class Order(NamedTuple):
    """By what the rows are ordered: `path` is a column, a value of `custom`, or what was annotated."""

    path: str
    descending: bool

    @property
    def can_be_empty(self) -> bool:
        """Whether rows may have no value there."""
        return self.path not in _NEVER_EMPTY

    def sorted(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """The rows in this order; ties by id in the same direction."""
        column = F(self.path)
        nulls = {"nulls_last": True} if self.can_be_empty else {}
        by = column.desc(**nulls) if self.descending else column.asc(**nulls)
        return rows.order_by(by, "-pk" if self.descending else "pk")

    def after(self, rows: "QuerySet[Any]", place: "Place") -> "QuerySet[Any]":
        """The rows after the last one seen."""
        further = "lt" if self.descending else "gt"
        if place.value is None:
            return rows.filter(**{f"{self.path}__isnull": True, f"pk__{further}": place.id})
        if not self.can_be_empty:
            return rows.filter(beyond(self.path, place.value, place.id, downwards=self.descending))
        later = Q(**{f"{self.path}__{further}": place.value})
        same = Q(**{self.path: place.value, f"pk__{further}": place.id})
        return rows.filter(later | same | Q(**{f"{self.path}__isnull": True}))

    def place_of(self, row: Any) -> "Place":
        """Where a row stands in this order."""
        value: Any = row
        for step in self.path.split("__"):
            value = value.get(step) if isinstance(value, dict) else getattr(value, step, None)
        return Place(value, row.pk)


class Place(NamedTuple):
    """The last row of a page."""

    value: Any
    id: int

    def text(self) -> str:
        """For addresses."""
        kind = "d" if isinstance(self.value, dt.date | dt.datetime) else "n" if isinstance(self.value, Decimal) else ""
        value = str(self.value) if kind == "n" else as_json(self.value)
        return base64.urlsafe_b64encode(json.dumps([kind, value, self.id]).encode()).decode().rstrip("=")


def place_from(text: str, order: Order) -> Place | None:
    """Reads it; what is none begins at the top, because an old address must not be an error page."""
    try:
        kind, value, row = json.loads(base64.urlsafe_b64decode(text[:MAX_CURSOR] + "=" * (-len(text) % 4)))
        if kind == "d":
            value = dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)
        elif kind == "n":
            value = Decimal(value)
        fits = isinstance(row, int) and 0 <= row < 2**63 and isinstance(value, _VALUES)
    except (ValueError, TypeError, ArithmeticError, binascii.Error, RecursionError):
        return None
    return Place(value, row) if fits and (value is not None or order.can_be_empty) else None


_VALUES = (str, int, float, bool, Decimal, dt.date, type(None))


def order_by(sort: str, fields: Mapping[str, Field]) -> Order | None:
    """The order that a word like `-created_at` means; None when the user may not sort by it."""
    key = sort.removeprefix("-")
    if key == NAME:
        return Order("sort_name", sort.startswith("-"))
    field = fields.get(key)
    if field is None or not field.is_sortable:
        return None
    through = _THROUGH.get(field.kind) if not field.is_custom else None
    return Order(f"{field.path}__{through}" if through else field.path, sort.startswith("-"))
