"""All fields of a module: the standard ones, then the custom ones of this organisation (F50, F191)."""

from typing import cast

from foyer.crm.fields.standard import STANDARD
from foyer.crm.fields.types import Field, Kind
from foyer.crm.models import CustomField
from foyer.crm.types import FieldModule, ModuleName
from foyer.events.kept import kept

CUSTOM_PREFIX = "c_"


def fields_of(module: ModuleName) -> dict[str, Field]:
    """By key; kept in memory until one is changed, which shows at once for everybody (F191)."""
    return STANDARD[module] | custom_fields(module)


@kept
def custom_fields(module: FieldModule) -> dict[str, Field]:
    """Those that an administrator added, in their order."""
    rows = CustomField.objects.filter(module=module, is_active=True)
    return {row.key: as_field(row) for row in rows}


def field_of(module: ModuleName, key: str) -> Field:
    """One field; KeyError when there is none."""
    if not key.startswith(CUSTOM_PREFIX):
        return STANDARD[module][key]
    return custom_fields(module)[key]


def as_field(row: CustomField) -> Field:
    """A stored definition as a field."""
    kind = Kind(row.kind)
    return Field(
        module=cast("ModuleName", row.module),
        key=row.key,
        label=row.label,
        kind=kind,
        path="" if kind == Kind.FORMULA else f"custom__{row.key}",
        is_custom=True,
        is_required=row.is_required,
        is_writable=kind != Kind.FORMULA,
        is_nullable=True,
        target=row.options.get("target"),
        options=row.options,
    )
