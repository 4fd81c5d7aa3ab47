"""Questions whose statement Django puts together once (P5): that takes several times as long as the database's answer.

For what every page asks. The statement must not depend on the values, which are put into gaps; where it does, there is
a question for each way. PostgreSQL keeps its plans, too (foyer/lib/postgresql).
"""

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from itertools import chain
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import Expression, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)
R = TypeVar("R")
Asked = Callable[..., list[R]]
POSTGRESQL = "postgresql"
KEPT = 128
"""So many statements of one question: for each number of values that are looked for at once, for each way to ask."""


class Gap(Expression):
    """Where a value is put in when the question is asked, or `size` values."""

    def __init__(self, place: int, size: int | None = None) -> None:
        super().__init__()
        self.place, self.size = place, size

    def as_sql(self, _compiler: SQLCompiler, _connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """A parameter for each value; the gap stands for them until then."""
        if self.size is None:
            return "%s", [self]
        if not self.size:
            raise EmptyResultSet
        return f"({', '.join(['%s'] * self.size)})", [self]

    def filled(self, values: tuple[Any, ...]) -> Iterator[Any]:
        """The values as the database takes them."""
        value = values[self.place]
        return map(connection.ops.adapt_unknown_value, [value] if self.size is None else value)


def prepared(question: Callable[..., QuerySet[M, R]]) -> Asked[R]:
    """Has the rows of a query that compares with its arguments and does nothing else with them.

    An argument is a value that is not None, or a tuple or list of them for `__in`. What is given by name is part of the
    question: there is a statement for each.
    """

    @functools.lru_cache(maxsize=KEPT)
    def statement(_vendor: str, sizes: tuple[int | None, ...], **named: Any) -> _Statement[R] | None:
        try:
            return _Statement(question(*(Gap(place, size) for place, size in enumerate(sizes)), **named))
        except EmptyResultSet:
            return None

    @functools.wraps(question)
    def asked(*values: Any, **named: Any) -> list[R]:
        sizes = tuple(len(value) if isinstance(value, tuple | list) else None for value in values)
        found = statement(connection.vendor, sizes, **named)
        return found.rows(values) if found else []

    return asked


class _Statement(Generic[R]):
    """A query with gaps; rows come as Django makes them of this query, related records and annotations included."""

    def __init__(self, query: QuerySet[Any, R]) -> None:
        self._query, self._compiler = query, query.query.get_compiler(query.db)
        self._words, self._params = self._compiler.as_sql()
        if connection.vendor == POSTGRESQL:
            self._words, self._params = _with_constants(self._words, self._params)
        columns = [column for column, *_more in self._compiler.select[: self._compiler.col_count]]
        converters = self._compiler.get_converters(columns)
        self._compiler.get_converters = lambda _columns: converters

    def rows(self, values: tuple[Any, ...]) -> list[R]:
        """One query."""
        params = tuple(chain.from_iterable(p.filled(values) if isinstance(p, Gap) else (p,) for p in self._params))
        compiler, words, asked = copy(self._compiler), copy(self._query.query), _twin(self._query)
        compiler.connection = database = cast(Any, connections[self._query.db])  # of this thread
        compiler.as_sql = lambda *_more, **_named: (self._words, params)
        if database.vendor == POSTGRESQL:
            compiler.execute_sql = functools.partial(database.keeping, compiler.execute_sql)
        words.get_compiler = lambda *_more, **_named: compiler  # type: ignore[method-assign]
        asked.__dict__["_query"] = words
        return list(asked)


def _with_constants(words: str, params: Sequence[Any]) -> tuple[str, list[Gap]]:
    """Only gaps stay parameters: the plan that PostgreSQL keeps is made with all else in view."""
    values = chain.from_iterable([param] * (param.size or 1) if isinstance(param, Gap) else [param] for param in params)

    def in_words(mark: re.Match[str]) -> str:
        if mark[0] == "%%" or isinstance(value := next(values), Gap):
            return mark[0]
        return str(cast(Any, connection).literal(value))

    return re.sub("%%|%s", in_words, words), [param for param in params if isinstance(param, Gap)]


def _twin(query: QuerySet[M, R]) -> QuerySet[M, R]:
    """The same query, not asked yet; Django's own way copies what is never changed here."""
    twin = object.__new__(type(query))
    twin.__dict__.update(query.__dict__)
    return twin
