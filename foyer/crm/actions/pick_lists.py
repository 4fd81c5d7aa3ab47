"""Changing pick lists: names, order, colours, what is offered, and removing what others take over (F217, F241)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from foyer.crm.actions.custom_fields import ChoiceRow
from foyer.crm.actions.settings import colour_of, free_key, named
from foyer.crm.choices import LISTS
from foyer.crm.fields.standard import STANDARD
from foyer.crm.models import Choice, DealContact, SourceRule
from foyer.crm.modules import MODULES
from foyer.crm.setup_types import PickListChanged
from foyer.events.actions import record
from foyer.lib import clock
from foyer.team.actions import require_administrator
from foyer.team.models import User
from foyer.team.types import Refusal

MAX_CHOICES = 500


class InUse(Refusal):
    """Records have the value; `number` says how many. They need another one first."""

    def __init__(self, number: int) -> None:
        super().__init__(_("Records have this value. Choose what they get instead."))
        self.number = number


def change_list(by: User, name: str, rows: Iterable[ChoiceRow]) -> None:
    """Names, orders, colours and switches the values of a list; a row without a key is a new value.

    What is not named stays at the end. Values that Foyer sets itself are always offered.
    """
    _editable(by, name)
    with transaction.atomic():
        there = _materialised(name)
        place = 0
        for row in rows:
            if not row.key and not row.label.strip():
                continue
            choice = there.pop(row.key, None) if row.key else _new(name, row.label)
            if choice is None:
                continue
            _fill(choice, row, place)
            place += 1
        for choice in there.values():
            choice.position = place
            choice.save(update_fields=["position"])
            place += 1
        if place > MAX_CHOICES:
            raise Refusal(_("Name at least one choice, and %(most)s at most.") % {"most": MAX_CHOICES})
        record(PickListChanged(subject_id=0, user_id=by.pk, list=name, what="changed"))


def remove_choice(by: User, name: str, key: str, replacement: str | None = None) -> int:
    """Takes a value out of a list; records that have it get the replacement ("" for none). Returns how many.

    Raises InUse when records have it and nothing was chosen, Refusal for what Foyer sets itself.
    """
    _editable(by, name)
    if key in LISTS[name].fixed:
        raise Refusal(_("Foyer sets this value itself. You can give it another name."))
    with transaction.atomic():
        there = _materialised(name)
        if key not in there:
            raise Refusal(_("Choose one from the list."))
        number = number_with(name, key)
        if number and replacement is None:
            raise InUse(number)
        if number:
            _replace(name, key, replacement or "", there)
        there[key].delete()
        record(PickListChanged(subject_id=0, user_id=by.pk, list=name, what="removed"))
    return number


def number_with(name: str, key: str) -> int:
    """How many records have the value, wherever the list is used; those in the recycle bin too."""
    return sum(model._default_manager.filter(**{column: key}).count() for model, column, _needed in places_of(name))


def needs_a_value(name: str) -> bool:
    """Whether a record cannot be without one."""
    return any(needed for _model, _column, needed in places_of(name))


def places_of(name: str) -> list[tuple[Any, str, bool]]:
    """Model, column, and whether it must be filled, for each use of the list."""
    found: list[tuple[Any, str, bool]] = [
        (MODULES[module].model, field.path, field.is_required)
        for module, fields in STANDARD.items()
        for field in fields.values()
        if field.choices == name
    ]
    return [*found, (DealContact, "role", False)] if name == "deal_role" else found


def _replace(name: str, key: str, replacement: str, there: dict[str, Choice]) -> None:
    if replacement == key or (replacement and replacement not in there) or (not replacement and needs_a_value(name)):
        raise Refusal(_("Choose one from the list."))
    for model, column, _needed in places_of(name):
        stamps = {} if model is DealContact else {"version": F("version") + 1, "changed_at": clock.now()}
        model._default_manager.filter(**{column: key}).update(**{column: replacement}, **stamps)
    if name == "source":
        SourceRule.objects.filter(source=key).delete()


def _materialised(name: str) -> dict[str, Choice]:
    """The rows of the list by key, made at the first change. A label from the start stays empty, to be translated."""
    if not Choice.objects.filter(list=name).exists():
        start = enumerate(LISTS[name].start)
        rows = [Choice(list=name, key=key, colour=colour, position=n) for n, (key, _label, colour) in start]
        Choice.objects.bulk_create(rows, ignore_conflicts=True)
    return {row.key: row for row in Choice.objects.select_for_update().filter(list=name)}


def _new(name: str, label: str) -> Choice:
    rows = Choice.objects.filter(list=name)
    keys = {*rows.values_list("key", flat=True), *(key for key, _label, _colour in LISTS[name].start)}
    last = rows.aggregate(last=Max("position"))["last"] or 0
    return Choice(list=name, key=free_key(label, keys, longest=_longest(name)), position=last + 1)


def _longest(name: str) -> int:
    """As long as the shortest column that holds it."""
    return min((model._meta.get_field(column).max_length for model, column, _needed in places_of(name)), default=40)


def _fill(choice: Choice, row: ChoiceRow, place: int) -> None:
    start = {key: str(label) for key, label, _colour in LISTS[choice.list].start}
    label = named(row.label)
    choice.label = "" if not choice.label and start.get(choice.key) == label else label
    choice.colour, choice.position = colour_of(row.colour), place
    choice.is_active = row.is_active or choice.key in LISTS[choice.list].fixed
    choice.save()


def _editable(by: User, name: str) -> None:
    require_administrator(by)
    if name not in LISTS or not LISTS[name].is_editable:
        raise Refusal(_("Choose one from the list."))
