"""Names, addresses and numbers of a person in rows that are about something else: events, reports, jobs (B20).

What people wrote about others is theirs and stays; what the machine noted is blackened.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db.models import F, JSONField, Model, Q, TextField
from django.db.models.functions import Cast

MASK = "…"
MACHINE_MADE = (
    ("events.Event", "data"),
    ("crm.RunRow", "before"),
    ("crm.RunRow", "message"),
    ("crm.Run", "plan"),
    ("crm.Run", "error"),
    ("crm.Merge", "before"),
    ("crm.Conversion", "before"),
    ("crm.Pair", "reason"),
    ("django_tasks_database.DBTaskResult", "args_kwargs"),
    ("django_tasks_database.DBTaskResult", "return_value"),
    ("django_tasks_database.DBTaskResult", "traceback"),
)


def scrub(names: Sequence[str]) -> None:
    """Blackens the names wherever the machine noted them."""
    if not names:
        return
    pattern = re.compile("|".join(re.escape(name) for name in names), re.IGNORECASE)
    for label, column in MACHINE_MADE:
        _scrub(apps.get_model(label), column, names, pattern)


def _scrub(model: type[Model], column: str, names: Sequence[str], pattern: re.Pattern[str]) -> None:
    rows = model._default_manager.annotate(_text=Cast(F(column), TextField())).filter(_says(names))
    field = model._meta.get_field(column)
    for pk, value in list(rows.values_list("pk", column)):
        clean = _masked(value, pattern) if isinstance(field, JSONField) else pattern.sub(MASK, value)
        model._default_manager.filter(pk=pk).update(**{column: clean})


def _says(names: Sequence[str]) -> Q:
    """SQLite keeps JSON with its letters escaped, PostgreSQL as they are."""
    found = Q(pk__in=[])
    for name in names:
        found |= Q(_text__icontains=name) | Q(_text__icontains=json.dumps(name)[1:-1])
    return found


def _masked(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(MASK, value)
    if isinstance(value, dict):
        return {pattern.sub(MASK, key): _masked(part, pattern) for key, part in value.items()}
    return [_masked(part, pattern) for part in value] if isinstance(value, list) else value
