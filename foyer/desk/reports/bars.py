"""The chart of a report: a bar for each day, with the one of the period before as a line across it."""

import dataclasses
import datetime as dt
from collections.abc import Callable

from django.utils.translation import ngettext

from foyer.desk.shell import formats
from foyer.visits.reports.counting import Sums
from foyer.visits.reports.queries import Report

WIDTH, HEIGHT = 960, 200
LEFT, BOTTOM, TOP = 56, 28, 24
GAP = 0.25
LABELS, LABEL = 8, 90
"""At most so many days are named; a name needs so much room."""


@dataclasses.dataclass(frozen=True, slots=True)
class Bar:
    """One day. `line` is the height of the same day of the period before."""

    x: float
    y: float
    width: float
    height: float
    line: float
    label: str
    text: str
    url: str
    is_labelled: bool
    is_extra: bool
    """Its name stands there only where there is room."""


@dataclasses.dataclass(frozen=True, slots=True)
class Bars:
    """The chart, in units of its view box. `scale`: heights of the lines behind it with their numbers."""

    width: int
    height: int
    left: int
    base: int
    bars: list[Bar]
    scale: list[tuple[float, str]]


def bars_of(report: Report, url_of: Callable[[dt.date], str]) -> Bars:
    """The visits of each day."""
    days = report.period.each()
    now = [report.days.get(day, Sums()).visits for day in days]
    before = [report.days.get(day, Sums()).visits for day in report.period.before.each()]
    top = _round_top(max([*now, *before, 1]))
    step, room = (WIDTH - LEFT) / len(days), HEIGHT - BOTTOM - TOP
    every = max(1, -(-len(days) // LABELS))

    def height(visits: int) -> float:
        return round(room * visits / top, 1)

    bars = [
        Bar(
            x=round(LEFT + step * (index + GAP / 2), 1),
            y=round(HEIGHT - BOTTOM - height(now[index]), 1),
            width=round(step * (1 - GAP), 1),
            height=height(now[index]),
            line=round(HEIGHT - BOTTOM - height(before[index]), 1),
            label=formats.date(day),
            text=_told(day, now[index], before[index]),
            url=url_of(day),
            is_labelled=index % every == 0 and LEFT + step * index + LABEL < WIDTH,
            is_extra=bool(index // every % (LABELS // 2)),
        )
        for index, day in enumerate(days)
    ]
    scale = [(round(HEIGHT - BOTTOM - room * part / 2, 1), formats.number(top * part / 2)) for part in (0, 1, 2)]
    return Bars(WIDTH, HEIGHT, LEFT, HEIGHT - BOTTOM, bars, scale)


def _told(day: dt.date, now: int, before: int) -> str:
    visits = ngettext("%(n)s visit", "%(n)s visits", now) % {"n": formats.number(now)}
    then = ngettext("%(n)s visit before", "%(n)s visits before", before) % {"n": formats.number(before)}
    return f"{formats.day(day)}: {visits}, {then}"


def _round_top(most: int) -> int:
    """The next number above that halves well: 2, 4, 10, 20, 40, 100 ..."""
    power = 1
    while True:
        for step in (2, 4, 10):
            if step * power >= most:
                return step * power
        power *= 10
