"""Custom fields: adding, changing, switching off and deleting them (F50, F189, F191, F230, E16)."""

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from foyer.crm.actions.settings import colour_of, free_key, named
from foyer.crm.fields.registry import CUSTOM_PREFIX, fields_of
from foyer.crm.fields.types import CUSTOM_KINDS, VISIT_KINDS, Kind
from foyer.crm.models import CustomField
from foyer.crm.modules import MODULES, RECORDS
from foyer.crm.setup_types import CustomFieldChanged
from foyer.crm.types import FieldModule
from foyer.events.actions import record
from foyer.lib import clock
from foyer.lib.jobs import enqueue, job
from foyer.team.actions import require_administrator
from foyer.team.models import User
from foyer.team.types import Refusal

MAX_FIELDS = 200
MAX_CHOICES = 500
MAX_PARTS = 20
LONGEST_KEY = 44
CHUNK = 500
PARTS = frozenset({Kind.NUMBER, Kind.MONEY})
"""The kinds that a formula adds up."""
WITH_CHOICES = frozenset({Kind.CHOICE, Kind.MULTI})


@dataclasses.dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A choice as an administrator wants it; without a key it is new."""

    label: str
    key: str = ""
    colour: str = ""
    is_active: bool = True


def create_field(
    by: User,
    module: FieldModule,
    label: str,
    kind: str,
    *,
    choices: Iterable[ChoiceRow] = (),
    target: str = "",
    parts: Sequence[tuple[str, str]] = (),
    is_required: bool = False,
) -> CustomField:
    """One more field of a module, for everybody at once. Raises Refusal with a sentence."""
    require_administrator(by)
    if kind not in kinds_for(module):
        raise Refusal(_("Choose one from the list."))
    title = named(label)
    _refuse_twin(module, title)
    with transaction.atomic():
        rows = CustomField.objects.filter(module=module)
        if rows.count() >= MAX_FIELDS:
            raise Refusal(_("There are %(most)s fields, which is the most.") % {"most": MAX_FIELDS})
        keys = set(rows.values_list("key", flat=True))
        made = CustomField.objects.create(
            module=module,
            key=free_key(title, keys, prefix=CUSTOM_PREFIX, longest=LONGEST_KEY),
            label=title,
            kind=kind,
            options=_options(module, Kind(kind), choices, target, parts),
            is_required=is_required and _can_be_required(module, kind),
            position=(rows.aggregate(last=Max("position"))["last"] or 0) + 1,
        )
        _changed(made, by, "created")
    return made


def change_field(
    field: CustomField,
    by: User,
    *,
    label: str,
    is_required: bool,
    choices: Iterable[ChoiceRow] | None = None,
    parts: Sequence[tuple[str, str]] | None = None,
    in_list: bool = False,
) -> CustomField:
    """Changes what may change: never key, kind or target. Choices that are there stay, if only switched off."""
    require_administrator(by)
    with transaction.atomic():
        fresh = CustomField.objects.select_for_update().get(pk=field.pk)
        fresh.label = named(label)
        fresh.is_required = is_required and _can_be_required(fresh.module, fresh.kind)
        _refuse_twin(fresh.module, fresh.label, fresh)
        if fresh.module == "visit":
            fresh.options = {**fresh.options, "in_list": in_list}
        if choices is not None and fresh.kind in WITH_CHOICES:
            fresh.options = {**fresh.options, "choices": _choices(choices, fresh.options.get("choices", []))}
        if parts is not None and fresh.kind == Kind.FORMULA:
            fresh.options = {**fresh.options, "parts": _parts(fresh.module, parts)}
        fresh.save(update_fields=["label", "is_required", "options"])
        _changed(fresh, by, "changed")
    return fresh


def switch_field(field: CustomField, by: User, *, is_active: bool) -> CustomField:
    """Takes a field off all pages, or brings it back; its values stay either way."""
    require_administrator(by)
    if not is_active:
        _refuse_when_used(field)
    with transaction.atomic():
        field.is_active = is_active
        field.save(update_fields=["is_active"])
        _changed(field, by, "switched")
    return field


def delete_field(field: CustomField, by: User, confirmed: str = "") -> None:
    """Deletes an empty field at once; one with values only when its label was typed, and its values go after it."""
    require_administrator(by)
    _refuse_when_used(field)
    number = values_of(field)
    if number and confirmed.strip() != field.label:
        raise Refusal(_("Type the name of the field to delete it with its values."))
    with transaction.atomic():
        _changed(field, by, "deleted")
        if number:
            field.is_active, field.options = False, {**field.options, "leaves": True}
            field.save(update_fields=["is_active", "options"])
            transaction.on_commit(lambda: enqueue(drop_field, field.pk))
        else:
            field.delete()


@job
def drop_field(field_id: int) -> None:
    """Takes the values of a deleted field off all records, then the field; running twice does no harm."""
    field = CustomField.objects.filter(pk=field_id).first()
    if field is None or not field.options.get("leaves"):
        return
    rows = MODULES[field.module].model._default_manager.filter(custom__has_key=field.key)  # type: ignore[index]
    while chunk := list(rows.order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        _strip(field, chunk)
    field.delete()


def values_of(field: CustomField) -> int:
    """How many records have a value in it; visits keep what was told of them, whatever fields there are."""
    if field.module == "visit":
        return 0
    model: Any = MODULES[field.module].model  # type: ignore[index]
    return int(model._default_manager.filter(custom__has_key=field.key).count())


def kinds_for(module: str) -> tuple[Kind, ...]:
    """The kinds that a field of this module can be of; none for what has no fields."""
    if module == "visit":
        return VISIT_KINDS
    return CUSTOM_KINDS if module in MODULES else ()


def _can_be_required(module: str, kind: str) -> bool:
    """Nobody types the result of a formula, nor what a page tells."""
    return kind != Kind.FORMULA and module != "visit"


def _refuse_twin(module: str, label: str, itself: CustomField | None = None) -> None:
    """Values find fields of visits by their label, so there is one of each (F51)."""
    if module != "visit":
        return
    others = (other for other in CustomField.objects.filter(module=module) if other != itself)
    if any(other.label.strip().casefold() == label.strip().casefold() for other in others):
        raise Refusal(_("There is a field of this name already."))


def _strip(field: CustomField, ids: list[int]) -> None:
    model: Any = MODULES[field.module].model  # type: ignore[index]
    with transaction.atomic():
        for row in model._default_manager.select_for_update().filter(pk__in=ids).only("pk", "custom"):
            kept = {key: value for key, value in row.custom.items() if key != field.key}
            stamped = {"changed_at": clock.now(), "version": F("version") + 1}
            model._default_manager.filter(pk=row.pk).update(custom=kept, **stamped)


def _refuse_when_used(field: CustomField) -> None:
    formulas = CustomField.objects.filter(module=field.module, kind=Kind.FORMULA, is_active=True).exclude(pk=field.pk)
    for one in formulas:
        if any(key == field.key for _sign, key in one.options.get("parts", [])):
            raise Refusal(_("The formula “%(name)s” uses this field. Change it first.") % {"name": one.label})


def _options(
    module: FieldModule, kind: Kind, choices: Iterable[ChoiceRow], target: str, parts: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    if kind in WITH_CHOICES:
        return {"choices": _choices(choices, [])}
    if kind == Kind.RECORD:
        if target not in RECORDS:
            raise Refusal(_("Choose what the field links to."))
        return {"target": target}
    return {"parts": _parts(module, parts)} if kind == Kind.FORMULA else {}


def _choices(wanted: Iterable[ChoiceRow], there: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """In the wanted order; what is not named stays at the end."""
    known = {one["key"]: one for one in there}
    found: dict[str, dict[str, Any]] = {}
    for row in wanted:
        if not row.label.strip() and not row.key:
            continue
        key = row.key if row.key in known else free_key(row.label, {*known, *found})
        found[key] = {
            "key": key,
            "label": named(row.label),
            "colour": colour_of(row.colour),
            "is_active": row.is_active,
        }
    listed = [*found.values(), *(one for key, one in known.items() if key not in found)]
    if not listed or len(listed) > MAX_CHOICES:
        raise Refusal(_("Name at least one choice, and %(most)s at most.") % {"most": MAX_CHOICES})
    return listed


def _parts(module: str, parts: Sequence[tuple[str, str]]) -> list[list[str]]:
    """The parts of a formula: signs and number fields of the same module, not formulas."""
    numbers = {key for key, field in fields_of(module).items() if field.kind in PARTS}  # type: ignore[arg-type]
    wanted = [(sign, key) for sign, key in parts if key]
    if (
        not wanted
        or len(wanted) > MAX_PARTS
        or any(sign not in {"+", "-"} or key not in numbers for sign, key in wanted)
    ):
        raise Refusal(_("Choose the number fields that the formula adds and subtracts."))
    return [[sign, key] for sign, key in wanted]


def _changed(field: CustomField, by: User, what: str) -> None:
    record(CustomFieldChanged(subject_id=field.pk, user_id=by.pk, module=field.module, key=field.key, what=what))
