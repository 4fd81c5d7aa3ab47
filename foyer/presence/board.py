"""Who is on a website now: memory with a time to live (D17, D20, E10)."""

import dataclasses
import threading
import time
from collections.abc import Callable

TIME_TO_LIVE_S = 60.0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A visitor who is here now, as the board shows it. Times are milliseconds since 1970.

    `mark` is what the visitor did last that is worth one: "basket", "left_form". `has_no_chat`: the page shows none.
    """

    visit_id: int
    actor_id: int
    portal_id: int
    number: int
    started_ms: int
    page_since_ms: int
    url: str
    title: str
    pages: int
    seconds: int
    country: str
    source: str
    browser: str
    device: str
    has_custom_event: bool = False
    mark: str = ""
    has_no_chat: bool = False


class Board:
    """Visitors by visit, each for 60 s after the last sign of life, gone at once when the page says goodbye."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._here: dict[int, tuple[float, Visitor]] = {}

    def see(self, visitor: Visitor) -> None:
        """A sign of life."""
        with self._lock:
            self._here[visitor.visit_id] = (self._clock() + TIME_TO_LIVE_S, visitor)

    def leave(self, visit_id: int) -> None:
        """The page said goodbye."""
        with self._lock:
            self._here.pop(visit_id, None)

    def here(self, portal_id: int | None = None) -> list[Visitor]:
        """Everybody who is here now, the newest visit first; of one portal, or of all."""
        self.drop_silent()
        with self._lock:
            visitors = [visitor for _, visitor in self._here.values()]
        chosen = [v for v in visitors if portal_id is None or v.portal_id == portal_id]
        return sorted(chosen, key=lambda v: (v.started_ms, v.visit_id), reverse=True)

    def visitor(self, visit_id: int) -> Visitor | None:
        """The visitor of a visit, when here now."""
        self.drop_silent()
        with self._lock:
            entry = self._here.get(visit_id)
        return entry[1] if entry else None

    def visitor_of(self, actor_id: int) -> Visitor | None:
        """The visitor of an actor, when here now: of his newest visit."""
        self.drop_silent()
        with self._lock:
            found = [visitor for _, visitor in self._here.values() if visitor.actor_id == actor_id]
        return max(found, key=lambda visitor: (visitor.started_ms, visitor.visit_id), default=None)

    def actors_here(self) -> frozenset[int]:
        """The actors that are here now: the green dots (F110)."""
        return frozenset(visitor.actor_id for visitor in self.here())

    def clear(self) -> None:
        """Forgets everybody."""
        with self._lock:
            self._here.clear()

    def drop_silent(self) -> set[int]:
        """Forgets whoever was silent for too long; returns the portals they left."""
        now = self._clock()
        with self._lock:
            silent = [visit_id for visit_id, (until, _) in self._here.items() if until <= now]
            return {self._here.pop(visit_id)[1].portal_id for visit_id in silent}


board = Board()
