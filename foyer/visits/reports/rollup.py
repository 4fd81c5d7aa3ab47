"""The daily roll-up: days that are over become tallies, days that changed afterwards become tallies again (B15).

Nothing of it happens while hits are folded, but for one row where a hit changes a day that is over. Until the next run
such a day is counted when somebody looks, so a figure is right at any moment. A day is that of `Visit.day` (D5).
"""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Aggregate, Count, Min, QuerySet, Sum

from foyer.lib.inserting import insert_many
from foyer.team.queries import today
from foyer.visits.models import StaleDay, TalliedDay, Tally, Visit
from foyer.visits.reports.counting import counted, tallies, visits_of_days
from foyer.visits.reports.dimensions import ALL, TALLIED
from foyer.visits.reports.periods import DAY, Period

AT_ONCE = 7
"""Days of one run: the next one goes on."""


def mark_stale(days: Iterable[tuple[int, dt.date]]) -> None:
    """These days of these portals are to be counted anew; in the transaction that changes their visits."""
    until = today()
    StaleDay.objects.bulk_create(
        [StaleDay(portal_id=portal_id, day=day) for portal_id, day in sorted(set(days)) if day < until]
    )


def days_to_count(first: dt.date, last: dt.date) -> set[dt.date]:
    """Days between for which tallies are missing or no longer right. Two queries."""
    done = TalliedDay.objects.values_list("day", flat=True).first()
    missing = set(Period(max(first, done + DAY) if done else first, last).each())
    return missing | set(StaleDay.objects.filter(day__gte=first, day__lte=last).values_list("day", flat=True))


def roll_up() -> int:
    """Makes the tallies of days that are over and of those that changed; returns how many days it counted."""
    return _roll_up_new() + roll_up_stale()


def compare() -> int:
    """Marks days whose tallies are not what their visits come to, whatever the reason; once a day is enough."""
    until = TalliedDay.objects.values_list("day", flat=True).first()
    if until is None:
        return 0
    facts = _sums(Visit.objects.filter(day__lte=until), Count("id"))
    kept = _sums(Tally.objects.filter(dimension=ALL, day__lte=until), Sum("visits"))
    wrong = {key for key in facts.keys() | kept.keys() if facts.get(key) != kept.get(key)}
    mark_stale(wrong)
    return len(wrong)


@transaction.atomic
def _roll_up_new() -> int:
    last = today() - DAY
    row = TalliedDay.objects.select_for_update().first()
    first = row.day + DAY if row else Visit.objects.aggregate(first=Min("day"))["first"]
    if first is None or first > last:
        return 0
    days = Period(first, last).each()[:AT_ONCE]
    _count_anew(days)
    TalliedDay.objects.update_or_create(pk=row.pk if row else 1, defaults={"day": days[-1]})
    return len(days)


@transaction.atomic
def roll_up_stale() -> int:
    """Makes the tallies of some days that changed anew; returns how many, 0 when none is left.

    Rows that come while this runs stay for the next run: only those that were read are taken away.
    """
    until = TalliedDay.objects.select_for_update().first()
    stale = dict(StaleDay.objects.order_by("pk").values_list("pk", "day")[:5_000])
    days = sorted(set(stale.values()))[:AT_ONCE]
    if until is None or not days:
        return 0
    _count_anew([day for day in days if day <= until.day])
    StaleDay.objects.filter(pk__in=[pk for pk, day in stale.items() if day in set(days)]).delete()
    return len(days)


def _count_anew(days: Collection[dt.date]) -> None:
    Tally.objects.filter(day__in=days).delete()
    for dimension in TALLIED:
        insert_many(list(tallies(counted(visits_of_days(days), dimension), dimension)))


def _sums(rows: "QuerySet[Any]", figure: Aggregate) -> dict[tuple[int, dt.date], tuple[int, int, int]]:
    found = rows.order_by().values_list("portal_id", "day").annotate(n=figure, p=Sum("pages"), s=Sum("seconds"))
    return {(portal_id, day): tuple(sums) for portal_id, day, *sums in found}
