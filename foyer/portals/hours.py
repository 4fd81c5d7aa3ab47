"""Business hours: when visitors find somebody, with breaks, nights, days of their own and time zones (B22). Pure.

Spans are wall clock times. One that ends no later than it begins goes on into the next day. Where clocks are put
forward, a time that is missing counts as the first after the gap; where they are put back, a span begins with the first
and ends with the second of the two hours.
"""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WEEK = 7
MOST_SPANS = 6
MOST_DAYS = 100
LOOKS_AHEAD = dt.timedelta(days=60)
DAY = dt.timedelta(days=1)
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
_OWN_DAY = re.compile(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})\b\s*(.*)")

Span = tuple[dt.time, dt.time]
Spans = tuple[Span, ...]


class NotHours(ValueError):
    """What was typed are no hours; its argument is the text that was not understood."""


@dataclasses.dataclass(frozen=True, slots=True)
class OwnDay:
    """A day with hours of its own, none for a holiday; without a year it comes every year."""

    year: int | None
    month: int
    day: int
    spans: Spans
    name: str

    def is_on(self, date: dt.date) -> bool:
        """Whether it is this day."""
        return (date.month, date.day) == (self.month, self.day) and self.year in {None, date.year}


@dataclasses.dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a week from Monday, and the days that differ."""

    zone: ZoneInfo
    week: tuple[Spans, ...]
    days: tuple[OwnDay, ...] = ()

    @classmethod
    def typed(cls, zone: str, week: list[str], days: str) -> Self:
        """Reads what somebody typed. Raises NotHours."""
        try:
            found = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise NotHours(zone) from None
        lines = [line.strip() for line in days.splitlines() if line.strip()][:MOST_DAYS]
        return cls(found, tuple(spans_of(text) for text in week), tuple(_own_day(line) for line in lines))

    @classmethod
    def stored(cls, told: dict[str, Any]) -> Self | None:
        """As `words` wrote it; None where no hours are kept: somebody may always be there."""
        return cls.typed(told["zone"], told["week"], told["days"]) if told.get("on") else None

    def is_open(self, at: dt.datetime) -> bool:
        """Whether somebody is to be found at this moment."""
        date = at.astimezone(self.zone).date()
        return any(begin <= at < end for begin, end in self._spans_from(date - DAY, date + DAY))

    def next_opening(self, at: dt.datetime) -> dt.datetime | None:
        """The next moment at which hours begin, in UTC; None when that is not within two months."""
        date = at.astimezone(self.zone).date()
        begins = (begin for begin, _end in self._spans_from(date - DAY, date + LOOKS_AHEAD) if begin > at)
        return next(begins, None)

    def _spans_from(self, first: dt.date, last: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        date = first
        while date <= last:
            for begin, end in self._spans_on(date):
                began = self._moment(date, begin, fold=0)
                ended = self._moment(date + DAY if end <= begin else date, end, fold=1)
                if began < ended:
                    yield began, ended
            date += DAY

    def _spans_on(self, date: dt.date) -> Spans:
        """The hours of a day; a year's own day goes before one of every year."""
        own = [day for day in self.days if day.is_on(date)]
        if own:
            return max(own, key=lambda day: day.year is not None).spans
        return self.week[date.weekday()]

    def _moment(self, date: dt.date, time: dt.time, fold: int) -> dt.datetime:
        """In UTC. A time that clocks leave out is the moment at which they go on."""
        local = dt.datetime.combine(date, time, self.zone).replace(fold=fold)
        moment = local.astimezone(dt.UTC)
        if moment.astimezone(self.zone).replace(tzinfo=None) == local.replace(tzinfo=None):
            return moment
        before, after = (local.replace(fold=one).utcoffset() or dt.timedelta() for one in (0, 1))
        return _gap_end(moment, abs(after - before), self.zone)


def spans_of(text: str) -> Spans:
    """`9:00-12:30, 13:30-18:00` in order; nothing for a day off. Raises NotHours."""
    parts = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
    found = sorted(_span(part) for part in parts)
    if len(found) > MOST_SPANS:
        raise NotHours(text)
    return tuple(found)


def _span(part: str) -> Span:
    match = _SPAN.fullmatch(part)
    if not match:
        raise NotHours(part)
    begin, end = _time(match[1], match[2], part), _time(match[3], match[4], part)
    return begin, end


def _time(hour: str, minute: str, part: str) -> dt.time:
    """24:00 is the end of the day."""
    try:
        return dt.time(0) if (hour, minute) == ("24", "00") else dt.time(int(hour), int(minute))
    except ValueError:
        raise NotHours(part) from None


def _own_day(line: str) -> OwnDay:
    """`2026-12-24 9:00-12:00 Christmas Eve`, or `12-25 Christmas` for every year."""
    match = _OWN_DAY.fullmatch(line)
    if not match:
        raise NotHours(line)
    year, month, day, rest = match.groups()
    try:
        dt.date(int(year or 2024), int(month), int(day))
    except ValueError:
        raise NotHours(line) from None
    spans = tuple(sorted(_span(found[0]) for found in _SPAN.finditer(rest)))
    name = _SPAN.sub("", rest).strip(" ,;")[:80]
    return OwnDay(int(year) if year else None, int(month), int(day), spans, name)


def _gap_end(moment: dt.datetime, gap: dt.timedelta, zone: ZoneInfo) -> dt.datetime:
    """The moment at which the clocks that were put forward go on, near `moment`, to the minute."""
    low, high = moment - gap, moment + gap
    before = low.astimezone(zone).utcoffset()
    while high - low > dt.timedelta(minutes=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
    return high.replace(second=0, microsecond=0)
