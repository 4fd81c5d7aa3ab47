"""Which fields of a record a form may ask for, and how a page asks for each (F126, T14)."""

import dataclasses
from collections.abc import Mapping
from typing import Any, cast

from foyer.channels.forms.models import WebForm
from foyer.crm.choices import options_of
from foyer.crm.fields import Field, Kind, fields_of
from foyer.crm.types import Module

KINDS = frozenset(
    {
        Kind.TEXT,
        Kind.LONG,
        Kind.NUMBER,
        Kind.MONEY,
        Kind.PERCENT,
        Kind.DATE,
        Kind.FLAG,
        Kind.CHOICE,
        Kind.MULTI,
        Kind.EMAIL,
        Kind.PHONE,
        Kind.URL,
        Kind.COUNTRY,
        Kind.EMAILS,
        Kind.PHONES,
    }
)
OURS = frozenset({"status", "source", "owner", "tags"})
"""What visitors never say about themselves."""
INPUTS: Mapping[Kind, str] = {
    Kind.EMAIL: "email",
    Kind.EMAILS: "email",
    Kind.PHONE: "tel",
    Kind.PHONES: "tel",
    Kind.URL: "url",
    Kind.DATE: "date",
    Kind.LONG: "textarea",
    Kind.CHOICE: "select",
    Kind.MULTI: "checks",
    Kind.FLAG: "check",
}
FILLED_BY_BROWSERS = {
    "first_name": "given-name",
    "last_name": "family-name",
    "emails": "email",
    "phones": "tel",
    "company": "organization",
    "job_title": "organization-title",
    "street": "street-address",
    "postal_code": "postal-code",
    "city": "address-level2",
    "region": "address-level1",
    "country": "country",
    "website": "url",
    "birthday": "bday",
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A field as the page asks for it. `name` is that of the control, `choices` what can be chosen."""

    field: Field
    name: str
    label: str
    is_required: bool
    input: str
    autocomplete: str
    choices: tuple[tuple[str, str], ...] = ()


def offered(module: Module) -> dict[str, Field]:
    """The fields that a form may have, by key; one query."""
    fields = fields_of(module)
    return {key: f for key, f in fields.items() if f.is_writable and f.kind in KINDS and key not in OURS}


def asked(form: WebForm) -> list[Asked]:
    """What the form asks for, in its order. A field that was removed since is left out."""
    fields = offered(module_of(form))
    return [_asked(fields[row["key"]], row) for row in form.fields if row["key"] in fields]


def module_of(form: WebForm) -> Module:
    """`lead` or `contact`."""
    return cast("Module", form.module)


def _asked(field: Field, row: Mapping[str, Any]) -> Asked:
    return Asked(
        field=field,
        name=f"f_{field.key}",
        label=str(row.get("label") or field.label),
        is_required=bool(row.get("required")),
        input=INPUTS.get(field.kind, "text"),
        autocomplete=FILLED_BY_BROWSERS.get(field.key, "off"),
        choices=_choices(field) if field.kind in {Kind.CHOICE, Kind.MULTI} else (),
    )


def _choices(field: Field) -> tuple[tuple[str, str], ...]:
    if field.choices:
        return tuple((option.key, option.label) for option in options_of(field.choices) if option.is_active)
    return tuple((choice["key"], choice["label"]) for choice in field.options.get("choices", []))
