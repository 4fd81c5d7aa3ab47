"""Reading values from outside into what a field holds: one function for each kind (style 8).

`read` takes text of forms and files as well as JSON of the API. Empty means None, or "" where the column has no null.
"""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from foyer.crm.choices import is_choice
from foyer.crm.fields.stored import empty
from foyer.crm.fields.types import BadValue, Field, Kind
from foyer.lib.emails import normalised_email
from foyer.lib.phones import phone_e164, region_of_zone
from foyer.lib.text import clean, clean_line
from foyer.team.queries import organisation, time_zone

MAX_NUMBER = Decimal(10) ** 12
MAX_MULTI = 50
MAX_DIGITS = 30  # of an id; more are none, and cost time to read
MAX_TAG = 40
TRUE, FALSE = {"1", "true", "yes", "on", "ja", "oui", "x"}, {"0", "false", "no", "off", "nein", "non"}
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_DOTTED = re.compile(r"^(\d{1,2})[./](\d{1,2})[./](\d{4})$")

Reader = Callable[[Field, Any], Any]


def read(field: Field, raw: object) -> Any:
    """The value as the field stores it. Raises BadValue with a sentence when it cannot be one."""
    if raw is None or (isinstance(raw, str) and not raw.strip()) or raw == []:
        return empty(field)
    return _READERS[field.kind](field, raw)


def _text(field: Field, raw: Any) -> str:
    text = _as_text(raw)
    cleaned = clean(text, field.max_length) if field.kind == Kind.LONG else clean_line(text, field.max_length)
    if len(text.strip()) > field.max_length:
        raise BadValue(_("At most %(most)s characters.") % {"most": field.max_length})
    return cleaned


def _number(field: Field, raw: Any) -> Decimal:
    if isinstance(raw, bool):
        raise BadValue(_("This is not a number."))
    try:
        number = Decimal(_plain_number(raw) if isinstance(raw, str) else str(raw))
    except InvalidOperation as error:
        raise BadValue(_("This is not a number.")) from error
    if not number.is_finite() or abs(number) >= MAX_NUMBER:
        raise BadValue(_("This number is too large."))
    if field.kind == Kind.PERCENT and not 0 <= number <= 100:
        raise BadValue(_("A value from 0 to 100."))
    if field.kind == Kind.MONEY:
        return number.quantize(Decimal("0.01"))
    if not field.is_custom:
        return _whole(number)
    return number


def _whole(number: Decimal) -> Decimal:
    if number < 0 or number != number.to_integral_value() or number > 2**31 - 1:
        raise BadValue(_("A whole number, 0 or more."))
    return number.to_integral_value()


def _plain_number(text: str) -> str:
    """`1.234,50`, `1,234.50`, `1 234,50 €` all mean the same: the last of two different marks is the decimal one."""
    digits = re.sub(r"[^\d.,\-]", "", text)
    if not re.search(r"\d", digits) or re.search(r"[^\d.,\-\s'’€$£%A-Z\u00a0\u202f]", text):
        return "none"
    comma, dot = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and dot >= 0:
        thousands, decimal = (",", ".") if dot > comma else (".", ",")
        return digits.replace(thousands, "").replace(decimal, ".")
    if comma >= 0:
        return digits.replace(",", "") if re.fullmatch(r"-?\d{1,3}(,\d{3})+", digits) else digits.replace(",", ".")
    return digits.replace(".", "") if digits.count(".") > 1 else digits


def _date(field: Field, raw: Any) -> dt.date:
    if isinstance(raw, dt.datetime):
        return raw.date()
    if isinstance(raw, dt.date):
        return raw
    text = _as_text(raw).strip()
    try:
        if match := _DOTTED.match(text):
            day, month, year = (int(part) for part in match.groups())
            return dt.date(year, month, day)
        return dt.date.fromisoformat(text[:10]) if _DATE.match(text[:10]) else _fail_date()
    except ValueError as error:
        raise BadValue(_("Write the date like 2026-11-23 or 23.11.2026.")) from error


def _fail_date() -> dt.date:
    raise ValueError


def _moment(field: Field, raw: Any) -> dt.datetime:
    """Without an offset it is the time of the organisation's clocks (D23)."""
    if isinstance(raw, dt.datetime):
        moment = raw
    else:
        text = _as_text(raw).strip()
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            moment = dt.datetime.combine(_date(field, text), dt.time())
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=time_zone())).astimezone(dt.UTC)
    except OverflowError as error:
        raise BadValue(_("This time lies outside the calendar.")) from error


def _flag(field: Field, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    word = _as_text(raw).strip().casefold()
    if word not in TRUE | FALSE:
        raise BadValue(_("Yes or no."))
    return word in TRUE


def _choice(field: Field, raw: Any) -> str:
    key = _as_text(raw).strip()
    if not _is_allowed(field, key):
        raise BadValue(_("“%(value)s” is not in the list.") % {"value": key[:60]})
    return key


def _is_allowed(field: Field, key: str) -> bool:
    if field.choices:
        return is_choice(field.choices, key)
    return key in {choice["key"] for choice in field.options.get("choices", [])}


def _multi(field: Field, raw: Any) -> list[str]:
    parts = raw if isinstance(raw, list | tuple) else re.split(r"[;,\n]", _as_text(raw))
    wanted = list(dict.fromkeys(part for part in (_as_text(one).strip() for one in parts) if part))
    if len(wanted) > MAX_MULTI:
        raise BadValue(_("At most %(most)s values.") % {"most": MAX_MULTI})
    return [_choice(field, part) for part in wanted]


def _email(field: Field, raw: Any) -> str:
    address = normalised_email(_as_text(raw))
    if address is None:
        raise BadValue(_("This is not an e-mail address."))
    return address


def _phone(field: Field, raw: Any) -> str:
    number = phone_e164(_as_text(raw), home_region())
    if number is None:
        raise BadValue(_("This is not a phone number with its country code."))
    return number


def _url(field: Field, raw: Any) -> str:
    """An address of the web; one without a scheme gets https (T20: no javascript:)."""
    text = _text(field, raw)
    whole = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(whole)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or "." not in (parts.hostname or "") or " " in whole:
        raise BadValue(_("Write the address like https://example.com."))
    return whole[: field.max_length]


def _country(field: Field, raw: Any) -> str:
    code = _as_text(raw).strip().upper()
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise BadValue(_("Write the country as two letters, like DE."))
    return code


def _id(field: Field, raw: Any) -> int:
    """Users, records, stages by id; whether it exists and may be chosen is asked where it is stored."""
    given = getattr(raw, "pk", raw)
    if isinstance(given, bool) or not isinstance(given, int | str):
        raise BadValue(_("Choose one from the list."))
    text = str(given).strip()
    if not (text.isascii() and text.isdecimal()) or len(text) > MAX_DIGITS or int(text) > 2**63 - 1:
        raise BadValue(_("Choose one from the list."))
    return int(text)


def _tags(field: Field, raw: Any) -> list[str]:
    parts = raw if isinstance(raw, list | tuple) else re.split(r"[;,\n]", _as_text(raw))
    names = list(dict.fromkeys(clean_line(_as_text(part), MAX_TAG) for part in parts))
    if len(names) > MAX_MULTI:
        raise BadValue(_("At most %(most)s values.") % {"most": MAX_MULTI})
    return [name for name in names if name]


def _list_of(reader: Reader) -> Reader:
    def read_all(field: Field, raw: Any) -> list[str]:
        parts = raw if isinstance(raw, list | tuple) else re.split(r"[;\n]|,\s*", _as_text(raw))
        return list(dict.fromkeys(reader(field, part) for part in parts if _as_text(part).strip()))

    return read_all


def _refuse(field: Field, raw: Any) -> Any:
    raise BadValue(_("This is computed and cannot be set."))


def _as_text(raw: object) -> str:
    if isinstance(raw, dict | list | tuple | set):
        raise BadValue(_("One value, not several."))
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw)


def home_region() -> str:
    """The country in which numbers without a country code are read: that of the organisation's time zone (B10)."""
    house = organisation()
    return region_of_zone(house.time_zone) if house else ""


_READERS: dict[Kind, Reader] = {
    Kind.TEXT: _text,
    Kind.LONG: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.PERCENT: _number,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.MULTI: _multi,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.URL: _url,
    Kind.COUNTRY: _country,
    Kind.USER: _id,
    Kind.RECORD: _id,
    Kind.STAGE: _id,
    Kind.FORMULA: _refuse,
    Kind.TAGS: _tags,
    Kind.EMAILS: _list_of(_email),
    Kind.PHONES: _list_of(_phone),
}
