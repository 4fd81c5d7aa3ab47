"""What runs again and again, as a table (style 12)."""

import dataclasses
import threading
import time
from collections.abc import Callable

import structlog
from django.db import close_old_connections

log = structlog.get_logger(__name__)
TICK_S = 1.0


@dataclasses.dataclass(slots=True)
class Entry:
    """A function and how often it runs."""

    name: str
    every_s: float
    work: Callable[[], object]
    due: float = 0.0


class Schedule:
    """Runs each entry when it is due, one after the other; one that fails is logged and tried at its next turn."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._entries: list[Entry] = []

    def every(self, seconds: float, name: str, work: Callable[[], object], first_s: float | None = None) -> None:
        """Adds an entry; its first turn is after `first_s`, or else after `seconds`."""
        first = seconds if first_s is None else first_s
        self._entries.append(Entry(name, seconds, work, self._clock() + first))

    def run_due(self) -> list[str]:
        """Runs what is due now; returns the names."""
        now = self._clock()
        due = [entry for entry in self._entries if entry.due <= now]
        for entry in due:
            entry.due = now + entry.every_s
            self._run(entry)
        return [entry.name for entry in due]

    def run_until(self, stopped: threading.Event) -> None:
        """The loop."""
        while not stopped.wait(TICK_S):
            self.run_due()

    def _run(self, entry: Entry) -> None:
        try:
            entry.work()
        except Exception:
            log.exception("schedule_failed", entry=entry.name)
        finally:
            close_old_connections()
