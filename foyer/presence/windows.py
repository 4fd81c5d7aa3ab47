"""Who of us has a page open, where, and when one was touched: memory of this process (E11, B16)."""

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable

SAME_SITTING_MS = 60_000  # a line that was lost and came back is no sign of a hand at the keyboard


class Windows:
    """Open pages of each user, on all their devices. For several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self._left: dict[int, int] = {}
        self._touched: dict[int, int] = {}
        self._unsure: set[int] = set()

    def expect(self, user_ids: Iterable[int], now_ms: int) -> None:
        """They took chats when the server stopped; nobody knows whether they have a page open, until it says so."""
        with self._lock:
            self._left.update({user_id: now_ms for user_id in user_ids if user_id not in self._open})

    def open(self, user_id: int, now_ms: int, device: str = "") -> None:
        """A page was opened."""
        with self._lock:
            self._open[user_id][device] += 1
            left_ms = self._left.pop(user_id, None)
            if left_ms is None or now_ms - left_ms > SAME_SITTING_MS or user_id not in self._touched:
                self._touched[user_id] = now_ms
            self._unsure.add(user_id)

    def close(self, user_id: int, now_ms: int, device: str = "") -> None:
        """One was closed; with the last one the user has left."""
        with self._lock:
            pages = self._open[user_id]
            pages[device] -= 1
            if pages[device] < 1:
                del pages[device]
            if not pages:
                del self._open[user_id]
                self._left[user_id] = now_ms

    def touch(self, user_id: int, now_ms: int) -> bool:
        """A key or the mouse on one of the pages; whether the user may have been taken for idle before."""
        with self._lock:
            self._touched[user_id] = now_ms
            was_unsure = user_id in self._unsure
            self._unsure.discard(user_id)
        return was_unsure

    def has(self, user_id: int) -> bool:
        """Whether a page is open."""
        with self._lock:
            return user_id in self._open

    def devices(self, user_id: int) -> int:
        """On how many devices."""
        with self._lock:
            return len(self._open.get(user_id, ()))

    def take_left(self, before_ms: int) -> list[int]:
        """Who has left before a moment and not come back; each is told once."""
        with self._lock:
            found = [user_id for user_id, left_ms in self._left.items() if left_ms < before_ms]
            for user_id in found:
                del self._left[user_id]
                self._touched.pop(user_id, None)
        return found

    def take_idle(self, before_ms: int) -> list[int]:
        """Who has pages open and has touched none since a moment; each is told once, until the next touch."""
        with self._lock:
            found = [pk for pk, touched_ms in self._touched.items() if touched_ms < before_ms and pk in self._open]
            for user_id in found:
                del self._touched[user_id]
                self._unsure.add(user_id)
        return found

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            for kept in (self._open, self._left, self._touched):
                kept.clear()
            self._unsure.clear()


windows = Windows()
