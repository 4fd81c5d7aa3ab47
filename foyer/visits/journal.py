"""The journal: hits on disk before they are acknowledged, many to one fsync (R1, R5, R6; P1).

A SQLite file of its own, so that hits are taken while the main database is away. One thread writes; while it commits
one group, the next one forms. Another thread moves committed pages from the write-ahead log into the file.
A group is one row: each SQL statement gives the interpreter away and has to win it back from the event loop, so a group
costs three hand-overs instead of one for each hit (seven times the hits a second, measured).
"""

import contextlib
import dataclasses
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from foyer.lib.tokens import new_public_key

MAX_PENDING = 50_000
MAX_BYTES = 1_000_000_000
LARGE_BYTES = 64_000_000
CHECKPOINT_S = 1.0
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA busy_timeout=5000;"
_TABLES = """
CREATE TABLE IF NOT EXISTS groups (id INTEGER PRIMARY KEY AUTOINCREMENT, rows BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_HELD = """
SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size
"""

Row = tuple[int, str, str, bool, bytes]
Settled = Callable[[bool], None]
_rows = msgspec.msgpack.Decoder(list[Row])
Deliver = Callable[[list[Settled], bool], None]


def deliver_here(waiting: list[Settled], stored: bool) -> None:
    """Tells each sender in the writer's own thread; an event loop gives its own way of delivering."""
    for settled in waiting:
        settled(stored)


class JournalFull(Exception):
    """Too much waits to be written or folded; the tracker keeps its list and tries again."""


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One accepted request: `body` holds one hit or a list of them, from `ip`, with the user agent `agent`.

    `group` is its place in the journal, shared with those that were committed together.
    """

    group: int
    received_ms: int
    ip: str
    agent: str
    verified: bool
    body: bytes


class Journal:
    """Appends from the event loop, reads from the fold."""

    def __init__(
        self,
        path: Path,
        deliver: Deliver = deliver_here,
        on_written: Callable[[], None] = lambda: None,
        is_short: Callable[[], bool] = lambda: False,
    ) -> None:
        """`is_short` says, once a second, that the disk is nearly full: then nothing is taken in (R3)."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._deliver = deliver
        self._on_written = on_written
        self._is_short = is_short
        self._condition = threading.Condition()
        self._pending: list[tuple[Row, Settled]] = []
        self._forget_up_to = 0
        self._closing = threading.Event()
        connection = self._connect()
        connection.executescript(_TABLES)
        self.name = _name_of(connection)
        connection.close()
        self._is_full = False
        self.taken = 0
        self._threads = [
            threading.Thread(target=self._write_until_closed, name="journal-writer", daemon=True),
            threading.Thread(target=self._checkpoint_until_closed, name="journal-checkpoint", daemon=True),
        ]

    def start(self) -> None:
        """Starts writing."""
        for thread in self._threads:
            thread.start()

    def append(self, row: Row, settled: Settled) -> None:
        """Hands a row over. `settled(True)` is called, by `deliver`, once it is on disk; False when it can't be.

        Raises JournalFull instead of growing without end.
        """
        with self._condition:
            if self._is_full or self._closing.is_set() or len(self._pending) >= MAX_PENDING:
                raise JournalFull
            self._pending.append((row, settled))
            self.taken += 1
            self._condition.notify()

    def entries_after(self, position: int, limit: int) -> list[Entry]:
        """The entries of the next groups, in their order; whole groups, until there are `limit` entries or no more."""
        entries: list[Entry] = []
        with self._reading() as connection:
            for group, rows in connection.execute("SELECT id, rows FROM groups WHERE id > ? ORDER BY id", (position,)):
                entries += [Entry(group, *row) for row in _rows.decode(rows)]
                if len(entries) >= limit:
                    break
        return entries

    def forget_up_to(self, position: int) -> None:
        """Lets the writer delete entries that are folded, when it next has time."""
        with self._condition:
            self._forget_up_to = max(self._forget_up_to, position)
            self._condition.notify()

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be appended any more."""
        return self._closing.is_set()

    def close(self) -> None:
        """Writes what is pending and stops."""
        self._closing.set()
        with self._condition:
            self._condition.notify()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=10)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        connection.executescript(_PRAGMAS)
        return connection

    def _reading(self) -> "_Reader":
        return _Reader(self._connect())

    def _write_until_closed(self) -> None:
        connection = self._connect()
        while (work := self._next_work()) is not None:
            group, forget = work
            if group:
                self._write(connection, group)
            if forget:
                _delete(connection, forget)
        connection.close()

    def _next_work(self) -> tuple[list[tuple[Row, Settled]], int] | None:
        with self._condition:
            while not self._pending and not self._forget_up_to:
                if self._closing.is_set():
                    return None
                self._condition.wait(1)
            group, self._pending = self._pending, []
            forget, self._forget_up_to = self._forget_up_to, 0
            return group, forget

    def _write(self, connection: sqlite3.Connection, group: list[tuple[Row, Settled]]) -> None:
        stored = True
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "INSERT INTO groups (rows) VALUES (?)", (msgspec.msgpack.encode([row for row, _ in group]),)
            )
            connection.execute("COMMIT")
        except sqlite3.Error:
            stored = False
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        self._deliver([settled for _, settled in group], stored)
        if stored:
            self._on_written()

    def _checkpoint_until_closed(self) -> None:
        connection = self._connect()
        while not self._closing.wait(CHECKPOINT_S):
            with contextlib.suppress(sqlite3.Error, OSError):  # a full disk: tried again in a second (R3)
                self._is_full = self._is_short() or _held(connection) > MAX_BYTES
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
                self._give_space_back(connection)
        connection.close()

    def _give_space_back(self, connection: sqlite3.Connection) -> None:
        """After much has waited and is folded, the file is large and empty."""
        if self.path.stat().st_size > LARGE_BYTES and _held(connection) < LARGE_BYTES // 16:
            connection.execute("VACUUM")


class _Reader:
    """A connection that closes itself."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> sqlite3.Connection:
        return self._connection

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def _held(connection: sqlite3.Connection) -> int:
    """Bytes that are in use: a file does not shrink when rows are deleted."""
    return int(connection.execute(_HELD).fetchone()[0])


def _name_of(connection: sqlite3.Connection) -> str:
    """The journal's own name: positions belong to it, so a journal made anew is folded from its start."""
    connection.execute("INSERT OR IGNORE INTO meta VALUES ('name', ?)", (new_public_key("j_", 16),))
    return str(connection.execute("SELECT value FROM meta WHERE name = 'name'").fetchone()[0])


def _delete(connection: sqlite3.Connection, up_to: int) -> None:
    try:
        connection.execute("DELETE FROM groups WHERE id <= ?", (up_to,))
    except sqlite3.Error:
        return
