"""What a report says: two periods side by side, by day and by one dimension. A fixed number of SQL queries."""

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Sum

from foyer.visits.models import Tally
from foyer.visits.reports.counting import Sums, counted, visits_of_days
from foyer.visits.reports.dimensions import ALL, PORTAL
from foyer.visits.reports.periods import Period
from foyer.visits.reports.rollup import days_to_count

MAX_DAYS = 400
ByValue = defaultdict[tuple[bool, str], Sums]
"""By whether it is the period itself or the one before, and by value."""


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A value of the dimension: now and in the period before."""

    value: str
    now: Sums
    before: Sums


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """Two periods: what they come to, day by day, and by value with the most visits first."""

    period: Period
    total: Sums
    total_before: Sums
    days: dict[dt.date, Sums]
    lines: list[Line]


def report(portal_ids: Collection[int], period: Period, dimension: str) -> Report:
    """Tallies, and what must be counted now: today, and days whose tallies are missing. At most seven queries."""
    live = days_to_count(period.before.first, period.last)
    visits = visits_of_days(live).filter(portal_id__in=portal_ids)
    days, by_portal = _by_day(portal_ids, period, live)
    for (portal_id, day, _value), sums in counted(visits, ALL).items():
        days[day].add(sums)
        by_portal[period.holds(day), str(portal_id)].add(sums)
    found = by_portal if dimension == PORTAL else _by_value(portal_ids, period, dimension, live)
    if dimension != PORTAL:
        for (_portal, day, value), sums in counted(visits, dimension).items():
            found[period.holds(day), value].add(sums)
    return Report(
        period=period,
        total=_together(days[day] for day in period.each()),
        total_before=_together(days[day] for day in period.before.each()),
        days=dict(days),
        lines=_lines(found),
    )


def _by_day(
    portal_ids: Collection[int], period: Period, live: set[dt.date]
) -> tuple[defaultdict[dt.date, Sums], ByValue]:
    days: defaultdict[dt.date, Sums] = defaultdict(Sums)
    by_portal: ByValue = defaultdict(Sums)
    kept = Tally.objects.filter(dimension=ALL, day__gte=period.before.first, day__lte=period.last)
    rows = kept.filter(portal_id__in=portal_ids).exclude(day__in=live)
    for portal_id, day, *rest in rows.values_list("portal_id", "day", "visits", "new", "pages", "seconds"):
        days[day].add(Sums(*rest))
        by_portal[period.holds(day), str(portal_id)].add(Sums(*rest))
    return days, by_portal


def _by_value(portal_ids: Collection[int], period: Period, dimension: str, live: set[dt.date]) -> ByValue:
    found: ByValue = defaultdict(Sums)
    for asked in (period, period.before):
        kept = Tally.objects.filter(dimension=dimension, day__gte=asked.first, day__lte=asked.last)
        rows = kept.filter(portal_id__in=portal_ids).exclude(day__in=[day for day in live if asked.holds(day)])
        sums = rows.order_by().values_list("value").annotate(Sum("visits"), Sum("new"), Sum("pages"), Sum("seconds"))
        for value, *rest in sums:
            found[asked is period, value].add(Sums(*rest))
    return found


def _lines(found: ByValue) -> list[Line]:
    values = {value for _, value in found}
    lines = [Line(value, found.get((True, value), Sums()), found.get((False, value), Sums())) for value in values]
    return sorted((line for line in lines if line.now.visits), key=lambda line: (-line.now.visits, line.value))


def _together(sums: Iterable[Sums]) -> Sums:
    total = Sums()
    for each in sums:
        total.add(each)
    return total
