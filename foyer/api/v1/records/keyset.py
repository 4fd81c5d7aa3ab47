"""Lists in any order, paged by a key: a cursor holds the order, the value and the id of the last row (T39, P5)."""

from decimal import Decimal
from typing import Any, cast

from django.core.signing import BadSignature, Signer
from django.db.models import F, Model, Q, QuerySet
from django.db.models import Field as Column

from foyer.api.v1.refusals import Unreadable
from foyer.crm.fields.stored import as_json
from foyer.crm.fields.types import Field, Kind

CURSOR_PATTERN = r"^[A-Za-z0-9_:-]{1,2000}$"
SORTED_KINDS = frozenset(Kind) - {
    *(Kind.USER, Kind.RECORD, Kind.STAGE, Kind.FLAG, Kind.LONG, Kind.MULTI, Kind.TAGS, Kind.FORMULA),
    *(Kind.EMAILS, Kind.PHONES),
}
"""Kinds of fields that a list can be in the order of."""
NEWEST = "-created_at"
_SIGNER = Signer(salt="foyer.api.cursor")  # nobody but us writes cursors, so what is in them is trusted
_NO_CURSOR = {"cursor": "This is no cursor of this list: take next_cursor of the page before, with the same sort."}


class Order:
    """An order of a list: a path, up or down, then by id in the same direction. Rows without a value come last."""

    def __init__(self, name: str, path: str, model: type[Model], *, is_custom: bool) -> None:
        self._name, self._path, self._model, self._is_custom = name, path, model, is_custom
        self._down = name.startswith("-")

    def page(self, rows: "QuerySet[Any]", cursor: str | None, limit: int) -> tuple[list[Any], str | None]:
        """Some rows after the cursor, and the cursor of the next page; None on the last."""
        if cursor is not None:
            rows = rows.filter(self._after(*self._read(cursor)))
        key = F(self._path).desc(nulls_last=True) if self._down else F(self._path).asc(nulls_last=True)
        ordering = key if self._is_nullable else ("-" if self._down else "") + self._path
        found = list(rows.order_by(ordering, "-pk" if self._down else "pk")[: limit + 1])
        if len(found) <= limit:
            return found, None
        return found[:limit], self._text(found[limit - 1])

    @property
    def _is_nullable(self) -> bool:
        return self._is_custom or self._column.null

    @property
    def _column(self) -> "Column[Any, Any]":
        return cast("Column[Any, Any]", self._model._meta.get_field(self._path))

    def _after(self, value: Any, row_id: int) -> Q:
        beyond, ids = ("lt", "gte") if self._down else ("gt", "lte")
        if value is None:
            return Q(**{f"{self._path}__isnull": True}) & ~Q(**{f"pk__{ids}": row_id})
        if not self._is_nullable:
            return Q(**{f"{self._path}__{beyond}e": value}) & ~Q(**{self._path: value, f"pk__{ids}": row_id})
        later = Q(**{self._path: value, f"pk__{beyond}": row_id})
        return Q(**{f"{self._path}__{beyond}": value}) | later | Q(**{f"{self._path}__isnull": True})

    def _text(self, row: Any) -> str:
        value = row.custom.get(self._path.partition("__")[2]) if self._is_custom else getattr(row, self._path)
        plain = str(value) if isinstance(value, Decimal) else as_json(value)
        return _SIGNER.sign_object([self._name, plain, row.pk])

    def _read(self, cursor: str) -> tuple[Any, int]:
        try:
            name, value, row_id = _SIGNER.unsign_object(cursor)
        except (BadSignature, ValueError) as error:
            raise Unreadable(_NO_CURSOR) from error
        if name != self._name:
            raise Unreadable(_NO_CURSOR)
        if value is None or self._is_custom:
            return value, row_id
        return self._column.to_python(value), row_id


def order_of(name: str, fields: dict[str, Field], model: type[Model], names: str = "") -> Order:
    """The order that `sort` asks for: a key of a field, `-` before it for the other direction.

    `names` is the column that `name` sorts by. Raises Unreadable.
    """
    key = name.removeprefix("-")
    if key == "id":
        return Order(name, "id", model, is_custom=False)
    if key == "name" and names:
        return Order(name, names, model, is_custom=False)
    field = fields.get(key)
    if field is None or field.kind not in SORTED_KINDS or not field.path:
        raise Unreadable({"sort": "The list cannot be in this order."})
    return Order(name, field.path, model, is_custom=field.is_custom)
