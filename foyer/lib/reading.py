"""Reading rows by a statement that is put together once: for the few questions that follow from each line said (P4).

Django builds a statement anew each time, which takes several times as long as the database needs for its answer.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

Row = TypeVar("Row", bound=Model)
Converters = list[tuple[int, Any, list[Callable[[Any, Any, Any], Any]]]]


def read(model: type[Row], names: tuple[str, ...], rest: str, params: Iterable[Any] = ()) -> list[Row]:
    """Rows with the columns `names` (`agent_id`); another one is read when it is asked for.

    `rest` is the words after FROM and the table: ours, with a %s for each of `params`, which come from others.
    """
    statement, converters = _prepared(model, names, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} {rest}", list(params))
        found = cursor.fetchall()
    return [model.from_db(connection.alias, names, _converted(row, converters)) for row in found]


def among(values: Collection[object]) -> str:
    """The words for a column to be one of these values, of which there is at least one."""
    return f"IN ({', '.join(['%s'] * len(values))})"


def columns_of(model: type[Model]) -> tuple[str, ...]:
    """All of them."""
    return tuple(field.attname for field in model._meta.concrete_fields)


def _converted(row: Sequence[Any], converters: Converters) -> list[Any]:
    values = list(row)
    for place, column, each in converters:
        if values[place] is not None:
            for convert in each:
                values[place] = convert(values[place], column, connection)
    return values


@lru_cache(maxsize=64)
def _prepared(model: type[Model], names: tuple[str, ...], vendor: str) -> tuple[str, Converters]:
    quote, table = connection.ops.quote_name, model._meta.db_table
    columns = [field.get_col(table) for field in model._meta.concrete_fields if field.attname in names]
    listed = ", ".join(f"{quote(table)}.{quote(str(column.target.column))}" for column in columns)
    converters = [
        (place, column, [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)])
        for place, column in enumerate(columns)
    ]
    return f"SELECT {listed} FROM {quote(table)}", [each for each in converters if each[2]]  # noqa: S608
