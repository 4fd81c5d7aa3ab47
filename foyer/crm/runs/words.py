"""New words for pick lists, when an administrator lets an import add them (E35, F241)."""

import re
from collections.abc import Iterable

from django.db import transaction

from foyer.crm.choices import LISTS, options_of
from foyer.crm.models import Choice, CustomField
from foyer.crm.runs.cells import UnknownChoice
from foyer.events.kept import new_edition
from foyer.lib.text import clean_line, folded

MAX_KEY = 40
MAX_LABEL = 80


def add_words(unknown: Iterable[UnknownChoice]) -> None:
    """Adds each word at the end of its list, once."""
    with transaction.atomic():
        for one in unknown:
            label = clean_line(one.word, MAX_LABEL)
            if one.field.choices and LISTS[one.field.choices].is_editable:
                _add_to_list(one.field.choices, label)
            elif one.field.is_custom:
                _add_to_field(one.field.module, one.field.key, label)
        new_edition()


def _add_to_list(name: str, label: str) -> None:
    options = options_of(name)
    if any(folded(option.label) == folded(label) for option in options):
        return
    if not Choice.objects.filter(list=name).exists():
        Choice.objects.bulk_create(
            Choice(list=name, key=key, colour=colour, position=place)
            for place, (key, _label, colour) in enumerate(LISTS[name].start)
        )
    key = _new_key(label, {option.key for option in options})
    Choice.objects.create(list=name, key=key, label=label, position=len(options))


def _add_to_field(module: str, key: str, label: str) -> None:
    field = CustomField.objects.select_for_update().get(module=module, key=key)
    choices = list(field.options.get("choices", []))
    if any(folded(one["label"]) == folded(label) for one in choices):
        return
    choices.append({"key": _new_key(label, {one["key"] for one in choices}), "label": label})
    field.options = field.options | {"choices": choices}
    field.save(update_fields=["options"])


def _new_key(label: str, taken: set[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "_", folded(label)).strip("_")[: MAX_KEY - 4] or "word"
    return next(key for key in (base, *(f"{base}_{number}" for number in range(2, 1000))) if key not in taken)
