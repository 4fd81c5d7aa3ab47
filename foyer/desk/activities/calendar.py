"""What the calendar shows: days with their activities, a month or a week at a time (E16)."""

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from foyer.crm.activities import Due, activities_among, day_of, due_within
from foyer.crm.activity_types import Span
from foyer.desk.access import signed_in
from foyer.desk.activities.shown import Shown, shown
from foyer.team.rights import rights_of

IN_A_MONTH_CELL = 4
FIRST, LAST = dt.date(1990, 1, 1), dt.date(2200, 1, 1)
WEEK = dt.timedelta(days=7)
WEEKS_IN_MONTH = 6


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """A day of the calendar. `more`: how many are not shown in a month."""

    date: dt.date
    label: str
    name: str
    is_today: bool
    is_other: bool
    rows: list[Shown]
    more: int
    week_url: str


@dataclasses.dataclass(frozen=True, slots=True)
class CalendarPage:
    """The calendar with its ways to go."""

    mode: str
    owner: str
    title: str
    weekdays: list[str]
    weeks: list[list[Cell]]
    url: str
    today_url: str
    before_url: str
    after_url: str
    month_url: str
    week_url: str
    mine_url: str
    all_url: str
    may_create: bool


def calendar_page(request: HttpRequest) -> CalendarPage:
    """The days around the one asked for, in a fixed number of queries."""
    user = signed_in(request)
    mode = "week" if request.GET.get("view") == "week" else "month"
    owner = "all" if request.GET.get("owner") == "all" else "mine"
    day = day_from(request.GET.get("day", "")) or timezone.localdate()
    days = _days(day, mode)
    zone = timezone.get_current_timezone()
    margin = dt.timedelta(days=1)  # whole days lie on the organisation's midnight, which may be another one
    span = Span(
        dt.datetime.combine(days[0] - margin, dt.time(), zone),
        dt.datetime.combine(days[-1] + 2 * margin, dt.time(), zone),
    )
    by_day: defaultdict[dt.date | None, list[Due]] = defaultdict(list)
    for due in due_within(user, span, None if owner == "all" else user):
        by_day[day_of(due, zone)].append(due)
    kept = {each: _kept(by_day[each], mode) for each in days}
    found = activities_among(user, (one.pk for ones in kept.values() for one in ones))
    rows = {row.activity.pk: row for row in shown(user, found)}
    cells = [
        _cell(each, day, mode, owner, _there(rows, kept[each]), len(by_day[each]) - len(kept[each])) for each in days
    ]

    def url(**changed: str) -> str:
        return _url(**({"view": mode, "day": day.isoformat(), "owner": owner} | changed))

    return CalendarPage(
        mode=mode,
        owner=owner,
        title=_title(days, day, mode),
        weekdays=_weekdays(days),
        weeks=[cells[start : start + 7] for start in range(0, len(cells), 7)],
        url=url(),
        today_url=url(day=timezone.localdate().isoformat()),
        before_url=url(day=_beside(day, mode, -1).isoformat()),
        after_url=url(day=_beside(day, mode, 1).isoformat()),
        month_url=url(view="month"),
        week_url=url(view="week"),
        mine_url=url(owner="mine"),
        all_url=url(owner="all"),
        may_create=rights_of(user).may("activity", "create"),
    )


def day_from(text: str) -> dt.date | None:
    """A day of an address, if it is one that a calendar has."""
    try:
        day = dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None


def _days(day: dt.date, mode: str) -> list[dt.date]:
    """The week, or the weeks that the month lies in; weeks begin as the language has it."""
    begin = _week_of(day if mode == "week" else day.replace(day=1))
    if mode == "week":
        return [begin + dt.timedelta(days=n) for n in range(7)]
    end = (day.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
    return [begin + dt.timedelta(days=n) for n in range(7 * WEEKS_IN_MONTH) if begin + n // 7 * WEEK < end]


def _week_of(day: dt.date) -> dt.date:
    first = _locale().first_week_day if translation.get_language() != "en" else 0
    return day - dt.timedelta(days=(day.weekday() - first) % 7)


def _beside(day: dt.date, mode: str, by: int) -> dt.date:
    if mode == "week":
        return day + by * WEEK
    first = day.replace(day=1)
    return (first + dt.timedelta(days=31)).replace(day=1) if by > 0 else (first - dt.timedelta(days=1)).replace(day=1)


def _kept(due: list[Due], mode: str) -> list[Due]:
    """Those of a day that stand in its cell: what is for the whole day, then the rest in the order of the hours."""
    ordered = sorted(due, key=lambda one: not one.all_day)
    return ordered if mode == "week" or len(ordered) <= IN_A_MONTH_CELL else ordered[: IN_A_MONTH_CELL - 1]


def _there(rows: Mapping[int, Shown], kept: list[Due]) -> list[Shown]:
    """Without what was deleted meanwhile."""
    return [rows[one.pk] for one in kept if one.pk in rows]


def _cell(date: dt.date, day: dt.date, mode: str, owner: str, rows: list[Shown], more: int) -> Cell:
    return Cell(
        date=date,
        label=str(format_date(date, "d MMM" if date.day == 1 else "d", locale=_locale())),
        name=str(format_date(date, "full", locale=_locale())),
        is_today=date == timezone.localdate(),
        is_other=mode == "month" and date.month != day.month,
        rows=rows,
        more=more,
        week_url=_url(view="week", day=date.isoformat(), owner=owner),
    )


def _title(days: list[dt.date], day: dt.date, mode: str) -> str:
    if mode == "month":
        return str(format_date(day, "LLLL y", locale=_locale()))
    words = {
        "first": format_date(days[0], "d MMM", locale=_locale()),
        "last": format_date(days[-1], "d MMM y", locale=_locale()),
    }
    return _("%(first)s to %(last)s") % words


def _weekdays(days: list[dt.date]) -> list[str]:
    return [str(format_date(day, "EEE", locale=_locale())) for day in days[:7]]


def _locale() -> Locale:
    return Locale.parse((translation.get_language() or "en").split("-")[0])


def _url(**values: str) -> str:
    return f"?{urlencode(values)}"
