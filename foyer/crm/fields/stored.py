"""Values as they are stored: what empty means, JSON for custom fields and events, and formulas."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from foyer.crm.fields.types import Field, Kind


def empty(field: Field) -> Any:
    """What the field holds when nothing was given."""
    if field.is_custom or field.is_nullable:
        return None
    if field.kind in {Kind.MULTI, Kind.TAGS, Kind.EMAILS, Kind.PHONES}:
        return []
    if field.kind in {Kind.NUMBER, Kind.MONEY, Kind.PERCENT}:
        return Decimal(0)
    return False if field.kind == Kind.FLAG else ""


def as_json(value: object) -> Any:
    """A value as `custom` stores it and events tell it: dates in ISO 8601, numbers as numbers, records by id."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return getattr(value, "pk", value)


def from_json(field: Field, value: object) -> Any:
    """The inverse of `as_json` for what lies in `custom`."""
    if isinstance(value, str) and field.kind == Kind.DATE:
        return dt.date.fromisoformat(value)
    if isinstance(value, str) and field.kind == Kind.MOMENT:
        return dt.datetime.fromisoformat(value)
    if isinstance(value, int | float) and field.kind in {Kind.NUMBER, Kind.MONEY, Kind.PERCENT}:
        return Decimal(str(value))
    return value


def formula(field: Field, values: Mapping[str, object]) -> Decimal | None:
    """The sum that a formula field is: `options["parts"]` is `[["+", "c_price"], ["-", "c_discount"]]`; None is 0.

    None when no part has a value.
    """
    total, found = Decimal(0), False
    for sign, key in field.options.get("parts", []):
        value = values.get(key)
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            total, found = total + Decimal(str(value)) * (-1 if sign == "-" else 1), True
    return total if found else None
