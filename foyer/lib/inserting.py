"""Storing very many rows: one prepared statement for all of them, with ids that are known beforehand.

`bulk_create` spells every value into one long statement, 36 contacts at a time on SQLite, and compiles each anew; for
100,000 records with their claims and events that is most of the time (P5).
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection, connections
from django.db.models import JSONField, Model

Row = TypeVar("Row", bound=Model)
PLAIN = frozenset({str, int})


def insert_many(rows: Sequence[Row]) -> Sequence[Row]:
    """Stores new rows of one model and gives them their ids. Only inside a transaction; no signals are sent."""
    if not rows:
        return rows
    meta = type(rows[0])._meta
    if rows[0].pk is None:
        for row, number in zip(rows, _next_ids(meta.db_table, str(meta.pk.column), len(rows)), strict=True):
            row.pk = number
    real = connections[connection.alias]  # the proxy looks itself up at each value
    fields = [(field, field.attname, isinstance(field, JSONField)) for field in meta.concrete_fields]
    values = [
        [stored(field, getattr(row, name), real, is_json=is_json) for field, name, is_json in fields] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_statement(type(rows[0]), connection.vendor), values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return rows


def stored(field: Any, value: Any, real: Any, *, is_json: bool) -> Any:
    """A value as the database takes it: text, whole numbers and nothing as they are; the rest the field knows."""
    if value is None or (not is_json and type(value) in PLAIN):
        return value
    return field.get_db_prep_save(value, connection=real)


@lru_cache(maxsize=64)
def _statement(model: type[Model], vendor: str) -> str:
    columns = [connection.ops.quote_name(str(field.column)) for field in model._meta.concrete_fields]
    table = connection.ops.quote_name(model._meta.db_table)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608


def _next_ids(table: str, column: str, count: int) -> Sequence[int]:
    """Ids that nobody else gets. SQLite has one writer, whose transaction this is; PostgreSQL has a sequence."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sql, [table, column, count])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found: Any = cursor.fetchone()
        last = int(found[0]) if found else 0
        return range(last + 1, last + 1 + count)
