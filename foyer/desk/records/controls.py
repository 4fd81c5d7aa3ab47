"""Fields as controls of a form: what kind of control, what it offers, what stands in it."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from babel import Locale
from django.http import QueryDict
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from foyer.crm.access import visible
from foyer.crm.choices import options_of
from foyer.crm.fields.types import Field, Kind
from foyer.crm.models import Stage
from foyer.crm.pipelines import pipeline_word, stage_word
from foyer.team.models import User
from foyer.team.queries import active_names, time_zone

INPUTS: dict[Kind, str] = {
    Kind.LONG: "long",
    Kind.DATE: "date",
    Kind.MOMENT: "datetime-local",
    Kind.FLAG: "flag",
    Kind.CHOICE: "select",
    Kind.COUNTRY: "select",
    Kind.USER: "select",
    Kind.STAGE: "select",
    Kind.MULTI: "checks",
    Kind.RECORD: "record",
    Kind.EMAIL: "email",
    Kind.PHONE: "tel",
    Kind.URL: "url",
    Kind.EMAILS: "email",
    Kind.PHONES: "tel",
}
"""By kind of field: the control; all others are one line of text."""
COUNTRY_LETTERS = 2


@dataclasses.dataclass(frozen=True, slots=True)
class Control:
    """One control. `value` is what stands in it, `shown` the name of a chosen record, `error` what is wrong with it."""

    field: Field
    input: str
    value: Any
    options: tuple[tuple[str, str], ...] = ()
    shown: str = ""
    error: str = ""


def control_of(field: Field, value: Any, user: User, *, error: str = "", typed: bool = False) -> Control:
    """The control of a field that holds `value`; `typed` when the value is what somebody typed and was refused."""
    return Control(
        field=field,
        input=INPUTS.get(field.kind, "text"),
        value=value if typed else as_typed(field, value),
        options=tuple(_options(field, value)),
        shown=_name_of(field, value, user),
        error=error,
    )


def as_typed(field: Field, value: Any) -> Any:
    """A value as its control holds it."""
    if field.kind == Kind.MULTI:
        return [str(one) for one in value or []]
    if field.kind == Kind.FLAG:
        return bool(value)
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return localtime(value, time_zone()).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if value != value.to_integral_value() else f"{value:.0f}"
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return str(getattr(value, "pk", value))


def typed_values(post: QueryDict, fields: Mapping[str, Field]) -> dict[str, Any]:
    """What a form says about these fields; those that are not in it are left out."""
    return {key: _typed(post, field) for key, field in fields.items() if key in post or f"{key}-asked" in post}


def _typed(post: QueryDict, field: Field) -> Any:
    if field.kind == Kind.MULTI:
        return post.getlist(field.key)
    if field.kind == Kind.FLAG:
        return field.key in post
    if field.kind == Kind.RECORD and not post.get(field.key):
        return post.get(f"{field.key}-name", "")
    return post.get(field.key, "")


def _options(field: Field, value: Any) -> list[tuple[str, str]]:
    chosen = str(getattr(value, "pk", value) or "")
    none = [] if field.is_required else [("", "")]
    if field.kind == Kind.STAGE:
        return _stages()
    if field.kind == Kind.USER:
        people = [(str(pk), name) for pk, name in active_names()]
        return [("", _("Nobody")), *people]
    if field.kind == Kind.COUNTRY:
        return [*none, *_countries()]
    if field.kind not in {Kind.CHOICE, Kind.MULTI}:
        return []
    if field.choices:
        offered = [(o.key, o.label) for o in options_of(field.choices) if o.is_active or o.key == chosen]
    else:
        chosen_ones = {chosen, *(value if isinstance(value, list) else ())}
        choices = field.options.get("choices", [])
        offered = [(c["key"], c["label"]) for c in choices if c.get("is_active", True) or c["key"] in chosen_ones]
    known = {key for key, _label in offered}
    kept = [(chosen, chosen)] if field.kind == Kind.CHOICE and chosen and chosen not in known else []
    return [*(none if field.kind == Kind.CHOICE else []), *offered, *kept]


def _stages() -> list[tuple[str, str]]:
    stages = Stage.objects.filter(is_active=True, pipeline__is_active=True).select_related("pipeline")
    found = list(stages.order_by("pipeline__position", "pipeline", "position", "pk"))
    many = len({stage.pipeline_id for stage in found}) > 1
    return [(str(s.pk), f"{pipeline_word(s.pipeline)}: {stage_word(s)}" if many else stage_word(s)) for s in found]


def _countries() -> list[tuple[str, str]]:
    names = Locale.parse((translation.get_language() or "en").split("-")[0]).territories
    found = [(code, name) for code, name in names.items() if len(code) == COUNTRY_LETTERS and code.isalpha()]
    return sorted(((code, name) for code, name in found if code not in {"EU", "EZ", "UN", "XA", "XB", "ZZ"}), key=_name)


def _name(option: tuple[str, str]) -> str:
    return option[1]


def _name_of(field: Field, value: Any, user: User) -> str:
    if field.kind != Kind.RECORD or field.target is None or value in (None, ""):
        return ""
    pk = getattr(value, "pk", value)
    known = str(pk).isdecimal() and visible(field.target, user).filter(pk=int(pk) % 2**63).first()
    return str(known) if known else (str(value) if isinstance(value, str) else "")
