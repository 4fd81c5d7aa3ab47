"""E-mail addresses and phone numbers of records, as the API tells them: the primary one first, then the surest."""

import dataclasses
from collections.abc import Collection, Mapping
from typing import Any

import phonenumbers
from phonenumbers import PhoneNumberType

from foyer.crm.fields.types import Field, Kind
from foyer.crm.models import Activity, Handle
from foyer.crm.modules import AnyRecord
from foyer.identity.models import Identifier
from foyer.identity.queries import identifiers_of_many
from foyer.identity.types import KnownIdentifier

PHONE_KINDS: dict[int, str] = {PhoneNumberType.MOBILE: "mobile", PhoneNumberType.FIXED_LINE: "fixed_line"}


@dataclasses.dataclass(frozen=True, slots=True)
class Held:
    """The addresses and numbers of one record, and what websites call the person (E39)."""

    emails: list[dict[str, Any]]
    phones: list[dict[str, Any]]
    customer_numbers: list[dict[str, Any]]


def held_of(rows: Collection[AnyRecord | Activity], fields: Mapping[str, Field]) -> dict[int, Held]:
    """Those of each record, by its id; two queries for any number, none when the user sees neither field."""
    if not any(field.kind in {Kind.EMAILS, Kind.PHONES} for field in fields.values()):
        return {}
    records = [row for row in rows if not isinstance(row, Activity)]
    known = identifiers_of_many({profile_of(row) for row in records})
    handles = _handles(records)
    return {row.pk: _held(known.get(profile_of(row), []), handles.get(row.actor_id, {})) for row in records}


def profile_of(row: AnyRecord) -> int:
    """The profile of a record whose actor was read with it."""
    return row.actor.profile_id or row.actor_id


def _handles(rows: Collection[AnyRecord]) -> dict[int, dict[int, Handle]]:
    found: dict[int, dict[int, Handle]] = {}
    for handle in Handle.objects.filter(actor__in={row.actor_id for row in rows}):
        found.setdefault(handle.actor_id, {})[handle.identifier_id] = handle
    return found


def _held(known: list[KnownIdentifier], handles: dict[int, Handle]) -> Held:
    first = sorted(known, key=lambda one: not (one.id in handles and handles[one.id].is_primary))
    emails = [one for one in first if one.kind == Identifier.Kind.EMAIL]
    phones = [one for one in first if one.kind == Identifier.Kind.PHONE]
    customers = [one for one in known if one.kind == Identifier.Kind.CUSTOMER]
    return Held(
        [{"email": one.value, **_told(one, place, handles)} for place, one in enumerate(emails)],
        [{"phone": one.value, **_told(one, place, handles)} for place, one in enumerate(phones)],
        [{"id": one.id, "number": one.value, "portal": one.portal_id} for one in customers],
    )


def _told(one: KnownIdentifier, place: int, handles: dict[int, Handle]) -> dict[str, Any]:
    label = handles[one.id].label if one.id in handles else ""
    return {"id": one.id, "kind": label or _guess(one), "primary": place == 0, "confirmed": one.is_confirmed}


def _guess(one: KnownIdentifier) -> str:
    """The kind when nobody has chosen one."""
    if one.kind == Identifier.Kind.EMAIL:
        return "role" if one.standing == Identifier.Standing.ROLE else "person"
    try:
        return PHONE_KINDS.get(phonenumbers.number_type(phonenumbers.parse(one.value)), "other")
    except phonenumbers.NumberParseException:
        return "other"
