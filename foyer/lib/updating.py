"""Changing very many rows at once: one prepared statement for all of them.

`bulk_update` spells every value of every row into one long CASE and compiles it anew: nine tenths of what the fold of
a hit cost (P2).
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, connections
from django.db.models import CompositePrimaryKey, Field, JSONField, Model

from foyer.lib.inserting import stored


def update_many(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Sets these fields of rows that are there. A row is its primary key, then one value a name, as the field takes it.

    A key of several columns is a tuple. Rows that are gone stay gone. Only inside a transaction; no signals are sent.
    """
    real = connections[connection.alias]  # the proxy looks itself up at each value
    fields: list[Field[Any, Any]] = [model._meta.get_field(name) for name in names]  # type: ignore[misc]
    is_tuple = isinstance(model._meta.pk, CompositePrimaryKey)
    kinds = [(field, isinstance(field, JSONField)) for field in fields]
    values = [
        [
            *(
                stored(field, value, real, is_json=is_json)
                for (field, is_json), value in zip(kinds, row[1:], strict=True)
            ),
            *(row[0] if is_tuple else row[:1]),
        ]
        for row in rows
    ]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(_statement(model, tuple(field.column for field in fields), connection.vendor), values)


@lru_cache(maxsize=64)
def _statement(model: type[Model], columns: tuple[str, ...], vendor: str) -> str:
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(column)} = %s" for column in columns)
    key = " AND ".join(f"{quote(str(field.column))} = %s" for field in model._meta.pk_fields)
    return f"UPDATE {quote(model._meta.db_table)} SET {changes} WHERE {key}"  # noqa: S608
