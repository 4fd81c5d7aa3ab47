"""Counting visits of days: by the database where a column says it, page by page where an address must be read."""

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Count, Q, QuerySet, Sum, Value

from foyer.visits.models import Action, Tally, Visit
from foyer.visits.reports.dimensions import ALL, BY_NAME, PAGE, page_of
from foyer.visits.reports.periods import Period

Key = tuple[int, dt.date, str]
"""Portal, day, value."""


@dataclasses.dataclass(slots=True)
class Sums:
    """What some visits come to."""

    visits: int = 0
    new: int = 0
    pages: int = 0
    seconds: int = 0

    def add(self, other: "Sums") -> None:
        """Both together."""
        self.visits += other.visits
        self.new += other.new
        self.pages += other.pages
        self.seconds += other.seconds


def visits_of_days(days: Collection[dt.date]) -> QuerySet[Visit]:
    """The visits of these days."""
    if not days:
        return Visit.objects.none()
    return Period(min(days), max(days)).of(Visit.objects.all()).filter(day__in=set(days))


def counted(visits: QuerySet[Visit], dimension: str) -> dict[Key, Sums]:
    """What the visits come to by portal, day and value; of `ALL` the value is empty. One query."""
    if dimension == PAGE:
        return _by_page(visits)
    value = BY_NAME[dimension].value if dimension != ALL else None
    firsts = Count("id", filter=Q(number=1))
    rows = visits.annotate(told=value or Value("")).order_by().values_list("portal_id", "day", "told")
    sums = rows.annotate(n=Count("id"), f=firsts, p=Sum("pages"), s=Sum("seconds"))
    return {(portal_id, day, told or ""): Sums(*rest) for portal_id, day, told, *rest in sums}


def _by_page(visits: QuerySet[Visit]) -> dict[Key, Sums]:
    """In how many visits each page was opened; a page that was opened twice counts once."""
    opened = Action.objects.filter(visit__in=visits.order_by().values("pk")).exclude(type=Action.Type.CHAT)
    whose = ("visit__portal_id", "visit__day", "visit_id", "visit__number")
    rows = opened.order_by().values_list(*whose, "url", "seconds")
    seen: dict[tuple[int, dt.date, int, str], Sums] = {}
    for portal_id, day, visit_id, number, url, seconds in rows.iterator(chunk_size=5_000):
        sums = seen.setdefault((portal_id, day, visit_id, page_of(url)), Sums(1, int(number == 1)))
        sums.pages += 1
        sums.seconds += seconds
    found: defaultdict[Key, Sums] = defaultdict(Sums)
    for (portal_id, day, _visit, page), sums in seen.items():
        found[portal_id, day, page].add(sums)
    return dict(found)


def tallies(sums: dict[Key, Sums], dimension: str) -> Iterable[Tally]:
    """The rows that keep them."""
    for (portal_id, day, value), each in sums.items():
        yield Tally(
            portal_id=portal_id,
            day=day,
            dimension=dimension,
            value=value,
            visits=each.visits,
            new=each.new,
            pages=each.pages,
            seconds=each.seconds,
        )
