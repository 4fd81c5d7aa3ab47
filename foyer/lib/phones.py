"""Phone numbers: reading every national spelling into E.164, and writing them for people (B10)."""

from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

MAX_LENGTH = 40
KEPT = 4_000
"""So many are kept as people read them: lists show the same ones again and again."""


def phone_e164(raw: str, region: str = "") -> str | None:
    """The number as `+4915112345678`, or None when it is none.

    `region` is the two-letter country in which it was typed; without one only numbers with a country code are read,
    because `0151 2345678` means different people in different countries. `00` in front of a country code is understood.
    """
    text = raw.strip()
    if not text or len(text) > MAX_LENGTH:
        return None
    if text.startswith("00"):
        return _read("+" + text[2:], None) or _read(text, region)
    return _read(text, region)


@lru_cache(maxsize=KEPT)
def phone_for_people(e164: str) -> str:
    """The number grouped as people write it: `+49 1511 2345678`. What cannot be read comes back as it is."""
    try:
        number = phonenumbers.parse(e164)
    except NumberParseException:
        return e164
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _read(text: str, region: str | None) -> str | None:
    try:
        number = phonenumbers.parse(text, region.upper() if region else None)
    except NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return None
    return _with_ninth_digit(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def _with_ninth_digit(e164: str) -> str:
    """Brazilian mobile numbers got a 9 in front of their eight digits; old address books lack it (B10)."""
    is_old_mobile = e164.startswith("+55") and len(e164) == len("+551187654321") and e164[5] in "6789"
    return f"{e164[:5]}9{e164[5:]}" if is_old_mobile else e164


def region_of_zone(time_zone: str) -> str:
    """The country of a time zone such as Europe/Berlin, a guess for numbers without country code; "" when unknown."""
    return _ZONE_REGIONS.get(time_zone, "")


_ZONE_REGIONS = {
    "Europe/Berlin": "DE",
    "Europe/Vienna": "AT",
    "Europe/Zurich": "CH",
    "Europe/Paris": "FR",
    "Europe/Brussels": "BE",
    "Europe/Luxembourg": "LU",
    "Europe/Amsterdam": "NL",
    "Europe/London": "GB",
    "Europe/Dublin": "IE",
    "Europe/Rome": "IT",
    "Europe/Madrid": "ES",
    "Europe/Lisbon": "PT",
    "Europe/Copenhagen": "DK",
    "Europe/Oslo": "NO",
    "Europe/Stockholm": "SE",
    "Europe/Helsinki": "FI",
    "Europe/Warsaw": "PL",
    "Europe/Prague": "CZ",
}
