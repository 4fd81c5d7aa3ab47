"""How much there is of everything, and which ids it has: actors of records first, then those of browsers (P5)."""

import dataclasses
import datetime as dt
import os
import random

from foyer.lib import clock

SHARE = float(os.environ.get("BENCH_SHARE", "1"))
"""So much of everything: 0.01 for a quick look whether it runs."""


def _of(number: int) -> int:
    return max(20, int(number * SHARE))


LEADS, CONVERTED, CONTACTS, ACCOUNTS, DEALS = _of(100_000), _of(10_000), _of(100_000), _of(20_000), _of(50_000)
ACTIVITIES, NOTES, FILES, TAGGINGS = _of(200_000), _of(100_000), _of(5_000), _of(100_000)
TO_DO = _of(10_000)
EVENTS, LONG_FEED = _of(1_000_000), _of(10_000)
CONVERSATIONS, STRANGERS = _of(50_000), _of(60_000)
VISITS = int(os.environ.get("BENCH_VISITS", _of(1_000_000)))
BIG_CONTACTS, BIG_DEALS = _of(5_000), _of(2_000)
"""What the biggest account has; it is the first one."""
KNOWN_BROWSERS = _of(30_000)
"""So many contacts came with a browser of theirs."""
DAYS = 730

FIRST_ACTOR = {
    "account": 1,
    "contact": ACCOUNTS + 1,
    "lead": ACCOUNTS + CONTACTS + 1,
    "deal": ACCOUNTS + CONTACTS + LEADS + CONVERTED + 1,
    "browser": ACCOUNTS + CONTACTS + LEADS + CONVERTED + DEALS + 1,
}
"""Record 1 of a module has this actor, record 2 the next one."""
RECORD_ACTORS = FIRST_ACTOR["browser"] - 1
LONG_CONTACT = CONTACTS // 2
"""Whose feed is the longest."""


@dataclasses.dataclass
class Time:
    """Moments of the last two years, the same at each run."""

    dice: random.Random = dataclasses.field(default_factory=lambda: random.Random(7))
    now: dt.datetime = dataclasses.field(default_factory=clock.now)

    def before(self) -> dt.datetime:
        """Some moment."""
        return self.now - dt.timedelta(seconds=self.dice.random() * DAYS * 86_400)

    def in_order(self, number: int) -> list[dt.datetime]:
        """So many of them, the oldest first."""
        return sorted(self.before() for _ in range(number))


def actor(module: str, record: int) -> int:
    """The actor of a record."""
    return FIRST_ACTOR[module] + record - 1
