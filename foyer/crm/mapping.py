"""Which field of a lead becomes which field of contact, account and deal (D11, F238). What has no place stays."""

import dataclasses
from collections.abc import Collection, Mapping
from typing import Any

from foyer.crm.fields.kinds import read
from foyer.crm.fields.registry import custom_fields, fields_of
from foyer.crm.fields.standard import STANDARD
from foyer.crm.fields.stored import as_json, from_json
from foyer.crm.fields.types import BadValue, Field, Kind
from foyer.crm.models import CrmSettings, Lead
from foyer.crm.types import ModuleName
from foyer.lib.text import folded

TARGETS: tuple[ModuleName, ...] = ("contact", "account", "deal")
_PERSON = ("salutation", "first_name", "last_name", "job_title", "description")
_ADDRESS = ("street", "postal_code", "city", "region", "country")
_COMPANY = ("website", "industry", "employees", "annual_revenue")
STANDARD_MAPPING: dict[str, dict[ModuleName, str]] = {
    **{key: {"contact": key} for key in _PERSON},
    **{key: {"contact": key, "account": key} for key in _ADDRESS},
    **{key: {"account": key} for key in _COMPANY},
    "company": {"account": "name"},
    "source": {"contact": "source", "account": "source", "deal": "source"},
    "owner": {"contact": "owner", "account": "owner", "deal": "owner"},
}
"""By field of the lead. E-mail addresses, numbers and tags are no columns and come along with the person."""
_OUTSIDE = frozenset({Kind.EMAILS, Kind.PHONES, Kind.TAGS})
_NOT_TAKING = _OUTSIDE | {Kind.STAGE, Kind.FORMULA}
_LINKS = frozenset({Kind.USER, Kind.RECORD})


@dataclasses.dataclass(frozen=True, slots=True)
class Going:
    """A value of a lead and where it goes; nowhere means that it stays on the lead."""

    field: Field
    value: Any
    to: tuple[tuple[ModuleName, Field], ...]


def crm_settings() -> CrmSettings:
    """What the organisation decided; as from the start while nobody decided anything."""
    return CrmSettings.objects.select_related("pipeline").order_by("pk").first() or CrmSettings()


def mapping() -> dict[str, dict[ModuleName, str]]:
    """For each custom field of leads, the field of each module that takes its value: chosen, or of the same name."""
    chosen = crm_settings().mapping
    takers = {module: custom_fields(module) for module in TARGETS}
    return {
        key: {module: _taker(field, module, chosen.get(key, {}), takers[module]) for module in TARGETS}
        for key, field in custom_fields("lead").items()
        if field.is_writable
    }


def targets(field: Field) -> dict[ModuleName, list[Field]]:
    """The fields that could take this one's values: of the same kind, and not filled by Foyer itself."""
    return {module: [one for one in fields_of(module).values() if _could_take(one, field)] for module in TARGETS}


def going(lead: Lead, modules: Collection[ModuleName]) -> list[Going]:
    """Where each value of the lead goes when it becomes these modules. Empty values go nowhere; five queries."""
    fields = fields_of("lead")
    wanted: dict[str, dict[ModuleName, str]] = STANDARD_MAPPING | mapping()
    takers = {module: fields_of(module) for module in modules}
    found = []
    for key, field in fields.items():
        value = held(lead, field) if field.kind not in _OUTSIDE and field.is_writable else None
        if value not in (None, "", []):
            found.append(Going(field, value, _places(field, value, wanted.get(key, {}), takers)))
    return found


def held(lead: Any, field: Field) -> Any:
    """What a record holds in a field that is a column or a custom value, as `read` would give it."""
    return from_json(field, lead.custom.get(field.key)) if field.is_custom else getattr(lead, field.path)


def _places(
    field: Field, value: Any, wanted: Mapping[ModuleName, str], takers: Mapping[ModuleName, Mapping[str, Field]]
) -> tuple[tuple[ModuleName, Field], ...]:
    """Something of the person that finds no contact may still find a field of the same name in the account."""
    found = [(module, takers[module][key]) for module, key in wanted.items() if key in takers.get(module, {})]
    if not found and "contact" not in takers and field.key in takers.get("account", {}) and field.key != "status":
        found = [("account", takers["account"][field.key])]
    return tuple((module, taker) for module, taker in found if _fits(field, taker, value))


def _fits(field: Field, taker: Field, value: Any) -> bool:
    """Whether the other field can hold exactly this value; what it would cut or change stays."""
    if not field.is_custom:
        return True
    try:
        return bool(as_json(read(taker, value)) == as_json(value))
    except BadValue:
        return False


def _taker(field: Field, module: ModuleName, chosen: Mapping[str, str], takers: Mapping[str, Field]) -> str:
    if module in chosen:
        known = {**takers, **STANDARD[module]}
        return chosen[module] if chosen[module] in known and _could_take(known[chosen[module]], field) else ""
    same = [one for one in takers.values() if one.key == field.key] or [
        one for one in takers.values() if folded(str(one.label)) == folded(str(field.label))
    ]
    return next((one.key for one in same if _could_take(one, field)), "")


def _could_take(taker: Field, field: Field) -> bool:
    if not taker.is_writable or taker.kind != field.kind or taker.kind in _NOT_TAKING:
        return False
    return taker.is_custom or taker.kind not in _LINKS
