"""Where a page of a list ended: time and id of its last row, as a short text for addresses (keyset paging)."""

import datetime as dt
from typing import NamedTuple

from django.db.models import Func

from foyer.lib import clock
from foyer.lib.keyset import beyond


class Cursor(NamedTuple):
    """The last row seen."""

    at: dt.datetime
    id: int

    def text(self) -> str:
        """`1763900000123456-42`: microseconds since 1970, and the id."""
        return f"{(self.at - _EPOCH) // _MICROSECOND}-{self.id}"

    def older(self, field: str) -> Func:
        """Rows after this one when the newest come first, by the time in `field`, then by id."""
        return beyond(field, self.at, self.id)


def cursor_from(text: str | None) -> Cursor | None:
    """Reads a cursor; what is none begins at the top, because an old address must not be an error page."""
    at, _dash, row = (text or "").partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) <= _DIGITS for part in (at, row)):
        return None
    try:
        return Cursor(_EPOCH + int(at) * _MICROSECOND, int(row))
    except OverflowError:
        return None


NEWEST = Cursor(dt.datetime.max.replace(tzinfo=dt.UTC), 0)
"""Before it comes everything."""
_EPOCH = clock.from_ms(0)
_MICROSECOND = dt.timedelta(microseconds=1)
_DIGITS = 18
