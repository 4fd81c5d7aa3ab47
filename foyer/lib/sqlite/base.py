"""The database that settings name as their ENGINE: Django's for SQLite, writing in turn."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.sqlite3 import base

from foyer.lib.sqlite.gate import Gate
from foyer.lib.sqlite.moments import Operations
from foyer.lib.sqlite.turns import Turns

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
PATIENCE_S = 5.0

_turns: defaultdict[str, Turns] = defaultdict(Turns)
_gates: dict[str, Gate] = {}


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that has its turn from BEGIN to the end of the transaction, or for a single statement."""

    ops_class = Operations

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        name = str(self.settings_dict["NAME"])
        self._turns, self._gate = _turns[name], _gates.setdefault(name, Gate(f"{name}-turn"))
        self._has_turn = False

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor that waits for its turn."""
        cursor = self.connection.cursor(factory=TurnCursor)
        cursor.wrapper = self
        return cursor

    @contextmanager
    def turn_for(self, query: str) -> Iterator[None]:
        """The turn, if this statement writes outside a transaction or begins one."""
        begins = query.startswith("BEGIN")
        alone = not begins and not self.connection.in_transaction and query.lstrip()[:7].upper().startswith(WRITES)
        if begins or alone:
            self._take_turn()
        try:
            yield
        except BaseException:
            if begins:
                self._leave_turn()
            raise
        finally:
            if alone:
                self._leave_turn()

    def _take_turn(self) -> None:
        if not self._has_turn and self._turns.take(PATIENCE_S):
            self._has_turn = True
            self._gate.enter(PATIENCE_S)

    def _leave_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self._gate.leave()
            self._turns.leave()

    def _commit(self) -> Any:
        done = super()._commit()  # type: ignore[misc]
        self._leave_turn()
        return done

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave_turn()


class TurnCursor(base.SQLiteCursorWrapper):
    """Django's cursor; its connection's wrapper knows whose turn it is."""

    wrapper: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:
        """As Django's."""
        with self.wrapper.turn_for(query):
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """As Django's."""
        with self.wrapper.turn_for(query):
            return super().executemany(query, param_list)
