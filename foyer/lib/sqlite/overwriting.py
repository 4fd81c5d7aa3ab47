"""What is deleted is overwritten in the file and in the log beside it, and not only let go (B20, T40)."""

import contextlib
import sqlite3
import time
from pathlib import Path

from django.db import OperationalError, connection

ATTEMPTS = 5
PAUSE_S = 0.2


def overwrite_deleted() -> None:
    """From now on, for this thread's connection; on PostgreSQL its vacuum sees to it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def empty_log() -> bool:
    """Brings everything from the write-ahead log into the file and empties it; False while somebody reads for long."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    for _attempt in range(ATTEMPTS):
        with contextlib.suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0] == 0:
                return True
        time.sleep(PAUSE_S)
    return False


def empty_log_of(path: Path) -> None:
    """The same for a file of SQLite that is not the database; nothing where it is not there, or busy."""
    if path.exists():
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path, timeout=PAUSE_S)) as opened:
            opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
