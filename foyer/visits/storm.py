"""Whether hits come faster than they can be folded: folding would then only slow down taking them (P1, R5)."""

import time
from collections.abc import Callable

LOOK_S = 0.2
LATE = 5_000  # hits, a good second of folding: it does not keep up
BRISK_PER_S = 2_000  # slower is no storm, however late the fold is
CALM_PER_S = 4_000  # what one core takes and folds at once
TOO_LATE = 300_000  # hits, half a minute of folding


class Storm:
    """`taken` counts the hits that were ever taken; the fold says how many of them it is through with."""

    def __init__(self, taken: Callable[[], int], now_s: Callable[[], float] = time.monotonic) -> None:
        self._taken = taken
        self._now_s = now_s
        self._looked_s = now_s()
        self._seen = taken()
        self._folded = self._seen
        self._goes_on = False

    def count_folded(self, hits: int) -> None:
        """So many more are visits now."""
        self._folded += hits

    def goes_on(self) -> bool:
        """Whether the fold should wait. Not for ever: screens may be late by half a minute, not more."""
        now_s, taken = self._now_s(), self._taken()
        late = taken - self._folded
        passed_s = now_s - self._looked_s
        if passed_s >= LOOK_S:
            per_s = (taken - self._seen) / passed_s
            self._goes_on = per_s > CALM_PER_S if self._goes_on else late > LATE and per_s > BRISK_PER_S
            self._looked_s, self._seen = now_s, taken
        return self._goes_on and late < TOO_LATE
