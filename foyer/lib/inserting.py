"""Storing very many rows: one prepared statement for all of them, with ids that are known beforehand.

`bulk_create` spells every value into one long statement, 36 contacts at a time on SQLite, and compiles each anew; for
100,000 records with their claims and events that is most of the time (P5).
"""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, connections
from django.db.models import JSONField, Model

Row = TypeVar("Row", bound=Model)
PLAIN = frozenset({str, int})
PLAIN_OR_NONE = PLAIN | {type(None)}


def insert_many(rows: Sequence[Row]) -> Sequence[Row]:
    """Stores new rows of one model and gives them their ids. Only inside a transaction; no signals are sent."""
    if not rows:
        return rows
    model = type(rows[0])
    if rows[0].pk is None:
        for row, number in zip(rows, new_ids(model, len(rows)), strict=True):
            row.pk = number
    _insert(model, [list(map(attrgetter(field.attname), rows)) for field in model._meta.concrete_fields])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return rows


def insert_rows(model: type[Model], **given: Any) -> None:
    """Stores new rows without making an object of each: by column (`actor_id`) a list, or one value for all.

    At least one is a list. What is not given has the field's default. Only inside a transaction; no signals are sent.
    """
    count = next(len(values) for values in given.values() if isinstance(values, list))
    if not count:
        return
    fields = model._meta.concrete_fields
    if model._meta.pk.column and model._meta.pk.attname not in given:
        given[model._meta.pk.attname] = new_ids(model, count)
    columns = [given[f.attname] if f.attname in given else f.get_default() for f in fields]
    _insert(model, [values if isinstance(values, list) else [values] * count for values in columns])


def _insert(model: type[Model], columns: Sequence[list[Any]]) -> None:
    real = connections[connection.alias]  # the proxy looks itself up at each value
    found = [_column(f, values, real) for f, values in zip(model._meta.concrete_fields, columns, strict=True)]
    with connection.cursor() as cursor:
        cursor.executemany(_statement(model, connection.vendor), list(zip(*found, strict=True)))


def _column(field: Any, values: list[Any], real: Any) -> list[Any]:
    """The values of one column as the database takes them; equal ones are worked out once."""
    if isinstance(field, JSONField):
        return [stored(field, value, real, is_json=True) for value in values]
    if PLAIN_OR_NONE.issuperset(map(type, values)):
        return values
    known = {value: stored(field, value, real, is_json=False) for value in set(values)}
    return [known[value] for value in values]


def stored(field: Any, value: Any, real: Any, *, is_json: bool) -> Any:
    """A value as the database takes it: text, whole numbers and nothing as they are, the rest the field knows."""
    if value is None or (not is_json and type(value) in PLAIN):
        return value
    if type(value) is dt.datetime and value.tzinfo is dt.UTC and real.vendor == "sqlite":
        return str(value)[:-6]  # what the field comes to as well, ten times as late
    return field.get_db_prep_save(value, connection=real)


@lru_cache(maxsize=64)
def _statement(model: type[Model], vendor: str) -> str:
    columns = [connection.ops.quote_name(str(field.column)) for field in model._meta.concrete_fields]
    table = connection.ops.quote_name(model._meta.db_table)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608


def new_ids(model: type[Model], count: int) -> list[int]:
    """Ids that nobody else gets. SQLite has one writer, whose transaction this is; PostgreSQL has a sequence."""
    table, column = model._meta.db_table, str(model._meta.pk.column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sql, [table, column, count])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found: Any = cursor.fetchone()
        last = int(found[0]) if found else 0
        return list(range(last + 1, last + 1 + count))
