"""Which values the kept record of a merge has afterwards, and putting them back (B1, E16)."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, cast

from django.db import models

from foyer.crm.actions.storing import write
from foyer.crm.fields.types import Field, Kind
from foyer.crm.models import Account
from foyer.crm.modules import AnyRecord

NOT_COLUMNS = frozenset({Kind.EMAILS, Kind.PHONES, Kind.TAGS, Kind.FORMULA})
TOGETHER: dict[str, tuple[str, ...]] = {
    "stage": ("stage_id", "state", "closed_at", "probability"),
    "amount": ("amount", "currency"),
}
"""Columns of a deal that mean nothing without each other."""
LEAST = frozenset({"status", "stage", "probability"})
"""Fields that always have a value: only a choice changes them."""
Change = list[Any]
"""What a column held before, and what it holds after."""


def differing(kept: AnyRecord, gone: AnyRecord, fields: Mapping[str, Field]) -> Iterator[tuple[Field, bool]]:
    """The fields in which the two differ; whether the kept one has nothing there and takes the other's value."""
    for field in fields.values():
        if field.kind not in NOT_COLUMNS and field.is_writable:
            old, new = _value(kept, field), _value(gone, field)
            if new not in (None, "", []) and old != new:
                yield field, field.key not in LEAST and _is_nothing(field, old)


def changes(
    kept: AnyRecord, gone: AnyRecord, fields: Mapping[str, Field], choices: Mapping[str, str]
) -> dict[str, Change]:
    """By column, or `custom.c_key`: before and after. Chosen values, and those that the kept record has not."""
    found: dict[str, Change] = {}
    for field, is_filled in differing(kept, gone, fields):
        choice = choices.get(field.key, "")
        if field.key != "parent" and (choice == "gone" or (is_filled and choice != "kept")):
            for column in _columns(field):
                found.setdefault(column, [_read(kept, column), _read(gone, column)])
    if isinstance(kept, Account) and isinstance(gone, Account):
        found |= _parent(kept, gone, choices.get("parent", ""))
    return {column: change for column, change in found.items() if change[0] != change[1]}


def put_values(kept: AnyRecord, fresh: AnyRecord, values: Mapping[str, Any]) -> None:
    """Stores values by column, as `changes` names them; the version rises also without any: links and tags move too."""
    columns = {name: _python(fresh, name, value) for name, value in values.items() if "." not in name}
    custom = {name.partition(".")[2]: value for name, value in values.items() if "." in name}
    if custom:
        merged = {**fresh.custom, **custom}
        columns["custom"] = {key: value for key, value in merged.items() if value is not None}
    write(kept, fresh, columns)


def still_so(row: AnyRecord, changed: Mapping[str, Change]) -> dict[str, Any]:
    """What the columns held before, of those that nobody has changed since."""
    return {column: old for column, (old, new) in changed.items() if _read(row, column) == new}


def _is_nothing(field: Field, value: Any) -> bool:
    """A deal without an amount has the amount 0."""
    return value in (None, "", []) or (field.key == "amount" and Decimal(value) == 0)


def _value(row: AnyRecord, field: Field) -> Any:
    return row.custom.get(field.key) if field.is_custom else _read(row, _columns(field)[0])


def _columns(field: Field) -> tuple[str, ...]:
    if field.is_custom:
        return (f"custom.{field.key}",)
    is_link = field.kind in {Kind.USER, Kind.RECORD}
    return TOGETHER.get(field.key) or (f"{field.path}_id" if is_link else field.path,)


def _read(row: AnyRecord, column: str) -> Any:
    if column.startswith("custom."):
        return row.custom.get(column.partition(".")[2])
    value = getattr(row, column)
    if isinstance(value, Decimal):
        return str(value.quantize(Decimal("0.01")))
    return value.isoformat() if isinstance(value, dt.datetime | dt.date) else value


def _python(row: AnyRecord, column: str, value: Any) -> Any:
    field = cast("models.Field[Any, Any]", type(row)._meta.get_field(column.removesuffix("_id")))
    return None if value is None else field.to_python(value)


def _parent(kept: Account, gone: Account, choice: str) -> dict[str, Change]:
    """No account is below itself: whoever stood below the other takes its place, and above it nothing changes."""
    if gone.pk in _above(kept):
        wanted = gone.parent_id
    elif kept.pk in _above(gone) or choice == "kept" or (kept.parent_id and choice != "gone"):
        wanted = kept.parent_id
    else:
        wanted = gone.parent_id or kept.parent_id
    return {"parent_id": [kept.parent_id, wanted]}


def _above(account: Account) -> list[int]:
    """The ids of the accounts above this one; ends where a circle would begin."""
    found: list[int] = []
    above = account.parent_id
    while above is not None and above not in found:
        found.append(above)
        above = Account.objects.values_list("parent_id", flat=True).filter(pk=above).first()
    return found
