"""What a website's own server tells: journalled like the hits of browsers, and folded with them (E37, R1)."""

import threading

from foyer.visits.journal import Journal, JournalFull, Row

WAIT_S = 10
_door: list[Journal] = []


class NotTaken(Exception):
    """There is no journal in this process, or nothing can be written to it now."""


def take_by(journal: Journal | None) -> None:
    """Rows go to this journal from now on; None: nowhere."""
    _door[:] = [journal] if journal else []


def take(rows: list[Row]) -> None:
    """Returns when all rows are on disk. Raises NotTaken; what was written by then counts once if it is told again."""
    if not _door:
        raise NotTaken
    waiting = _Waiting(len(rows))
    try:
        for row in rows:
            _door[0].append(row, waiting.settled)
    except JournalFull:
        raise NotTaken from None
    if not waiting.are_all_stored():
        raise NotTaken


class _Waiting:
    """Hears of each row whether it is on disk."""

    def __init__(self, count: int) -> None:
        self._left, self._stored = count, True
        self._done = threading.Event()

    def settled(self, stored: bool) -> None:
        """Called from the one thread that delivers."""
        self._left -= 1
        self._stored = self._stored and stored
        if not self._left:
            self._done.set()

    def are_all_stored(self) -> bool:
        return self._done.wait(WAIT_S) and self._stored
