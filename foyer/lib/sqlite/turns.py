"""A queue: whoever came first writes next (R2).

SQLite lets those who wait look again every now and then, so a thread that writes without a pause keeps all others out
for seconds, until their patience ends with "database is locked". Here the one who leaves hands the place over.
"""

import threading
from collections import deque


class Turns:
    """The place to write of one database, among the threads of this process."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._is_taken = False
        self._waiting: deque[threading.Lock] = deque()

    def take(self, patience_s: float) -> bool:
        """Waits for the place. False when it took too long: then SQLite itself has the last word."""
        with self._mutex:
            if not self._is_taken:
                self._is_taken = True
                return True
            ticket = threading.Lock()
            ticket.acquire()
            self._waiting.append(ticket)
        if ticket.acquire(timeout=patience_s):
            return True
        return self._give_up(ticket)

    def leave(self) -> None:
        """Hands the place to who has waited longest."""
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False

    def _give_up(self, ticket: threading.Lock) -> bool:
        with self._mutex:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
                return False
        return True  # it was handed over in the last moment
