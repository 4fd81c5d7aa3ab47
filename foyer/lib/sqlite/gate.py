"""The place to write among processes: a lock on a file, looked at often (R2).

SQLite itself lets a process that was locked out sleep longer and longer, up to 100 ms; one that writes batch after
batch, like an import, would keep the others out for seconds. The lock goes with its process, however that ends.
"""

import fcntl
import os
import time

LOOK_EVERY_S = 0.001


class Gate:
    """Of one database file. One thread of a process at a time is in it, see `Turns`."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: int | None = None

    def enter(self, patience_s: float) -> None:
        """Waits until no other process is in it. After so long SQLite itself has the last word."""
        until = time.monotonic() + patience_s
        while not self.enters() and time.monotonic() < until:
            time.sleep(LOOK_EVERY_S)

    def leave(self) -> None:
        """Lets others in."""
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def enters(self) -> bool:
        """Whether it could go in at once."""
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
