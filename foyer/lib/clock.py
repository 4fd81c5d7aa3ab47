"""The one source of time: aware UTC, so that tests can set it (style 19)."""

import datetime as dt
import time


def now() -> dt.datetime:
    """The present moment, aware, in UTC (D23)."""
    return dt.datetime.now(dt.UTC)


def now_ms() -> int:
    """The present moment in milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


def from_ms(milliseconds: int) -> dt.datetime:
    """An aware UTC time from milliseconds since 1970."""
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)
