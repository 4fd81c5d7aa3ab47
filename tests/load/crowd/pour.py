"""Very many rows into a table at once: one prepared statement on SQLite, COPY on PostgreSQL."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

AT_ONCE = 5_000


def pour(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows of a model; what is not among `columns` (attribute names) has its default. Ids are given, not made."""
    others = [field for field in model._meta.concrete_fields if field.attname not in columns]
    same = tuple(_plain(field.get_default()) for field in others if not field.primary_key)
    named = [model._meta.get_field(name).column for name in columns]
    named += [field.column for field in others if not field.primary_key]
    pour_into(model._meta.db_table, named, ((*map(_plain, row), *same) for row in rows))
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


def pour_into(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """The same for a table of which there is no model."""
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns))
        for some in _batches(iter(rows)):
            cursor.cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({places})", some
            )  # beside Django's own cursor, which looks at each value


def _batches(rows: Iterator[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some


def _plain(value: Any) -> Any:
    """As the database takes it without asking a field."""
    if isinstance(value, dict | list):
        return json.dumps(value)
    if isinstance(value, dt.datetime) and connection.vendor == "sqlite":
        return value.replace(tzinfo=None).isoformat(" ")
    if isinstance(value, dt.date) and connection.vendor == "sqlite":
        return value.isoformat()
    return value
