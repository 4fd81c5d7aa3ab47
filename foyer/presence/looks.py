"""Who of us has a page before their eyes, not only open somewhere: memory of this process (B17)."""

import threading
from collections import defaultdict


class Looks:
    """Pages in front, of each user. For several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: defaultdict[int, set[object]] = defaultdict(set)

    def set(self, user_id: int, page: object, *, on: bool) -> None:
        """A page came to the front, or went behind another, was closed, or the screen was locked."""
        with self._lock:
            if on:
                self._pages[user_id].add(page)
            else:
                self._pages[user_id].discard(page)
            if not self._pages[user_id]:
                del self._pages[user_id]

    def has(self, user_id: int) -> bool:
        """Whether the user sees a page now."""
        with self._lock:
            return user_id in self._pages

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._pages.clear()


looks = Looks()
