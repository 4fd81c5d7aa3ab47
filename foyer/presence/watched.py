"""Which portals an agent has on the board: their pages keep a socket, so that an invitation comes at once (B7)."""

import time
from collections import Counter
from collections.abc import Callable, Iterable

WATCHED_S = 60.0  # an open board is drawn anew every 15 s
MOST_NEAR = 200
"""A portal with more visitors than an agent can look over costs no sockets: there an invitation comes with a beat."""


class Watched:
    """Memory of this process. Reading needs no lock: each hit asks."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[int, float] = {}

    def look(self, portal_ids: Iterable[int], here: Iterable[int]) -> None:
        """An agent has portals on the board; `here` is the portal of each visitor who is on it."""
        until, number = self._clock() + WATCHED_S, Counter(here)
        self._until |= {pk: until for pk in portal_ids if number[pk] <= MOST_NEAR}

    def has(self, portal_id: int) -> bool:
        """Whether the board of a portal was looked at a moment ago."""
        return self._until.get(portal_id, 0) > self._clock()

    def clear(self) -> None:
        """Forgets everything."""
        self._until = {}


watched = Watched()
