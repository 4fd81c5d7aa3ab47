"""Values as people read them, in events, exports and lists: `row_words` for many rows, `value_text` for one."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from foyer.crm.choices import choice_word
from foyer.crm.fields.types import Field, Kind
from foyer.crm.models import Stage
from foyer.crm.pipelines import stage_word


def value_text(field: Field, value: Any) -> str:
    """One value as text. Choices cost a query each, so lists look their words up for all rows at once."""
    if value is None or value in ("", []):
        return ""
    if field.kind == Kind.CHOICE:
        return _choice(field, str(value))
    if field.kind == Kind.MULTI:
        return ", ".join(_choice(field, str(one)) for one in value)
    if isinstance(value, Stage):
        return stage_word(value)
    return plain_text(field, value)


def plain_text(field: Field, value: Any) -> str:
    """A value that needs no table of words."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.datetime):
        return date_format(localtime(value), "j M Y H:i")
    if isinstance(value, dt.date):
        return date_format(value, "j M Y")
    if isinstance(value, Decimal | float | int) and field.kind not in {Kind.RECORD, Kind.USER}:
        return number_format(value, decimal_pos=2 if field.kind == Kind.MONEY else None, force_grouping=True)
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return str(value)


def _choice(field: Field, key: str) -> str:
    if field.choices:
        return choice_word(field.choices, key)
    return next((one["label"] for one in field.options.get("choices", []) if one["key"] == key), key)
