"""What the page of a report shows: figures with those of the period before, bars by day, lines by value (B15)."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from foyer.desk.reports.bars import Bars, bars_of
from foyer.desk.reports.words import period_words, value_word
from foyer.desk.shell import formats
from foyer.desk.shell.context import chosen_portal, portals_seen
from foyer.portals.models import Portal
from foyer.team.queries import today
from foyer.visits.reports.counting import Sums
from foyer.visits.reports.figures import Figure
from foyer.visits.reports.periods import Period, period_of
from foyer.visits.reports.queries import MAX_DAYS, Line, Report, report

PERIODS = (7, 30, 90, 365)
USUAL = 30
MOST_LINES = 100
DIMENSIONS: dict[str, Callable[[], str]] = {
    "source": lambda: _("Source"),
    "page": lambda: _("Page"),
    "country": lambda: _("Country"),
    "device": lambda: _("Device"),
    "medium": lambda: _("Medium"),
    "portal": lambda: _("Portal"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `days` is 0 for a period of one's own."""

    period: Period
    days: int
    dimension: str
    portal: Portal | None

    def address(self, **other: object) -> str:
        """The same with something else."""
        own = {"from": self.period.first, "to": self.period.last} if not self.days else {"days": self.days}
        if "days" in other or "from" in other:
            own = {}
        return "?" + urlencode(own | {"by": self.dimension} | other)


@dataclasses.dataclass(frozen=True, slots=True)
class Tab:
    """A dimension to choose."""

    text: str
    url: str
    on: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Number:
    """A figure with what it was before, and the visits behind it."""

    text: str
    value: str
    before: str
    change: str
    url: str


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A value of the dimension. `share` of all visits in percent; `url` opens exactly its visits."""

    text: str
    url: str
    new_url: str
    visits: int
    share: int
    new: int
    pages: int
    minutes: str
    before: int
    change: str


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """Everything."""

    asked: Asked
    title: str
    by: str
    tabs: list[Tab]
    numbers: list[Number]
    bars: Bars
    rows: list[Row]
    more: int
    has_visits: bool


def asked_of(request: HttpRequest) -> Asked:
    """What the address says; 30 days by source where it says nothing sound."""
    dimension = request.GET.get("by", "")
    own = period_of(request.GET.get("from", ""), request.GET.get("to", ""))
    own = own if own and own.days <= MAX_DAYS else None
    days = request.GET.get("days", "")
    number = int(days) if days in map(str, PERIODS) else USUAL
    last = today()
    period = own or Period(last - dt.timedelta(days=number - 1), last)
    by = dimension if dimension in DIMENSIONS else "source"
    return Asked(period, 0 if own else number, by, chosen_portal(request))


def page_of(request: HttpRequest, asked: Asked) -> Page:
    """The page, in a fixed number of queries."""
    found, names = _report(request, asked), _names(request)
    rows = [_row(asked, line, found.total.visits, names) for line in found.lines[:MOST_LINES]]
    return Page(
        asked=asked,
        title=period_words(asked.period),
        by=DIMENSIONS[asked.dimension](),
        tabs=[Tab(text(), asked.address(by=by), by == asked.dimension) for by, text in DIMENSIONS.items()],
        numbers=_numbers(asked, found),
        bars=bars_of(found, lambda day: _url(Figure(Period(day, day)))),
        rows=rows,
        more=max(0, len(found.lines) - MOST_LINES),
        has_visits=bool(found.total.visits or found.total_before.visits),
    )


def file_rows(request: HttpRequest, asked: Asked) -> Iterable[list[object]]:
    """The whole table, with its head."""
    names = _names(request)
    yield [DIMENSIONS[asked.dimension](), _("Visits"), _("New visitors"), _("Pages"), _("Seconds"), _("Visits before")]
    for line in _report(request, asked).lines:
        now = line.now
        word = value_word(asked.dimension, line.value, names)
        yield [word, now.visits, now.new, now.pages, now.seconds, line.before.visits]


def _report(request: HttpRequest, asked: Asked) -> Report:
    portals = [asked.portal] if asked.portal else portals_seen(request)
    return report([portal.pk for portal in portals], asked.period, asked.dimension)


def _names(request: HttpRequest) -> dict[str, str]:
    return {str(portal.pk): portal.name for portal in portals_seen(request)}


def _numbers(asked: Asked, found: Report) -> list[Number]:
    now, before = found.total, found.total_before
    every = _url(Figure(asked.period))
    return [
        _number(_("Visits"), now.visits, before.visits, every),
        _number(_("New visitors"), now.new, before.new, _url(Figure(asked.period, only_new=True))),
        _number(_("Pages"), now.pages, before.pages, every),
        Number(_("Time of a visit"), _time(now), _time(before), _change(_mean(now), _mean(before)), every),
    ]


def _number(text: str, now: int, before: int, url: str) -> Number:
    return Number(text, formats.number(now), formats.number(before), _change(now, before), url)


def _row(asked: Asked, line: Line, total: int, names: dict[str, str]) -> Row:
    figure = Figure(asked.period, asked.dimension, line.value)
    return Row(
        text=value_word(asked.dimension, line.value, names),
        url=_url(figure),
        new_url=_url(dataclasses.replace(figure, only_new=True)),
        visits=line.now.visits,
        share=round(100 * line.now.visits / total) if total else 0,
        new=line.now.new,
        pages=line.now.pages,
        minutes=_time(line.now),
        before=line.before.visits,
        change=_change(line.now.visits, line.before.visits),
    )


def _url(figure: Figure) -> str:
    """The list of exactly these visits; the chosen portal narrows it as it narrowed the report."""
    return f"{reverse('visits')}?{figure.query()}"


def _mean(sums: Sums) -> float:
    return sums.seconds / sums.visits if sums.visits else 0.0


def _time(sums: Sums) -> str:
    return formats.minutes(_mean(sums))


def _change(now: float, before: float) -> str:
    """By how much more or less, "+12 %"; nothing where there was nothing before."""
    if not before:
        return ""
    return _("%(value)s %%") % {"value": f"{round(100 * (now - before) / before):+d}"}
