"""The database that settings name as their ENGINE: Django's for PostgreSQL, reading moments in its own way.

It lets the server keep statements that are asked again and again: to plan a join takes longer than to follow the plan.
"""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.db.backends.postgresql import base, operations
from psycopg.types.numeric import Int8Dumper

from foyer.lib.postgresql.moments import MomentLoader

P = ParamSpec("P")
R = TypeVar("R")
KEPT_AFTER = 3
"""A statement that was asked so often on a connection is kept there."""
MOST_KEPT = 150
"""They cost the server some 70 KB each on each connection."""


class Operations(operations.DatabaseOperations):
    """Tells what was asked also of kept statements, whose words psycopg sends once."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """For whoever looks at what pages ask."""
        return super().last_executed_query(cursor, sql, params) or f"{sql} <- {params}"


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection of Django's."""

    ops_class = Operations

    def init_connection_state(self) -> None:
        """Once for each connection. Whole numbers are of one type: a statement with others is another statement."""
        super().init_connection_state()
        self.connection.adapters.register_loader("timestamptz", MomentLoader)
        self.connection.adapters.register_dumper(int, Int8Dumper)
        self.connection.prepare_threshold = KEPT_AFTER
        self.connection.prepared_max = MOST_KEPT

    def keeping(self, ask: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What `ask` returns; the server keeps the statement that it executes, apart from its parameters."""
        self.ensure_connection()
        asked = self.connection
        own, asked.cursor_factory = asked.cursor_factory, base.ServerBindingCursor
        try:
            return ask(*args, **kwargs)
        finally:
            asked.cursor_factory = own

    def literal(self, value: Any) -> str:
        """The value as the words of a statement, for one that is part of it."""
        self.ensure_connection()
        return str(self.ops.compose_sql("%s", [value])).replace("%", "%%")
