"""Who of the people who work here has a page open, and since when nobody has: memory of this process (E11, B16)."""

import threading
from collections import Counter


class Windows:
    """Open pages of each user, on all their devices. For several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: Counter[int] = Counter()
        self._left: dict[int, int] = {}

    def open(self, user_id: int) -> None:
        """A page was opened."""
        with self._lock:
            self._open[user_id] += 1
            self._left.pop(user_id, None)

    def close(self, user_id: int, now_ms: int) -> None:
        """One was closed; with the last one the user has left."""
        with self._lock:
            self._open[user_id] -= 1
            if self._open[user_id] < 1:
                del self._open[user_id]
                self._left[user_id] = now_ms

    def has(self, user_id: int) -> bool:
        """Whether a page is open."""
        with self._lock:
            return user_id in self._open

    def take_left(self, before_ms: int) -> list[int]:
        """Who has left before a moment and not come back; each is told once."""
        with self._lock:
            found = [user_id for user_id, left_ms in self._left.items() if left_ms < before_ms]
            for user_id in found:
                del self._left[user_id]
        return found

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._open.clear()
            self._left.clear()


windows = Windows()
