"""Counting visits of days: by the database where a column says it, page by page where an address must be read."""

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Count, Q, QuerySet, Sum

from foyer.visits.models import Action, Tally, Visit
from foyer.visits.reports.dimensions import SOURCE, page_of

ALL = ""
DAY = dt.timedelta(days=1)
Key = tuple[int, dt.date, str]
"""Portal, day, value."""
COLUMNS = {"source": "told_source", "medium": "medium", "country": "country", "device": "device"}


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


def visits_between(first: dt.date, last: dt.date) -> QuerySet[Visit]:
    """The visits of these days, both included, found by the index on their start: a day is nowhere 26 hours away."""
    began = dt.datetime.combine(first, dt.time(), dt.UTC) - dt.timedelta(hours=26)
    ended = dt.datetime.combine(last + DAY, dt.time(), dt.UTC) + dt.timedelta(hours=26)
    return Visit.objects.filter(day__gte=first, day__lte=last, started__gte=began, started__lt=ended)


def visits_of_days(days: Collection[dt.date]) -> QuerySet[Visit]:
    """The visits of these days."""
    if not days:
        return Visit.objects.none()
    return visits_between(min(days), max(days)).filter(day__in=set(days))


def counted(visits: QuerySet[Visit], dimension: str) -> dict[Key, Sums]:
    """What the visits come to by portal, day and value; one query."""
    if dimension == "page":
        return _by_page(visits)
    asked = visits.annotate(told_source=SOURCE) if dimension == "source" else visits
    column = COLUMNS.get(dimension)
    by = ("portal_id", "day", *([column] if column else []))
    firsts = Count("id", filter=Q(number=1))
    rows = asked.order_by().values_list(*by).annotate(n=Count("id"), f=firsts, p=Sum("pages"), s=Sum("seconds"))
    found: dict[Key, Sums] = {}
    for portal_id, day, *rest in rows:
        value = (rest.pop(0) or "") if column else (str(portal_id) if dimension == "portal" else "")
        found[portal_id, day, value] = Sums(*rest)
    return found


def _by_page(visits: QuerySet[Visit]) -> dict[Key, Sums]:
    """In how many visits each page was opened; a page that was opened twice counts once."""
    opened = Action.objects.filter(visit__in=visits.order_by().values("pk"), page_key__isnull=False)
    rows = opened.order_by().values_list(
        "visit__portal_id", "visit__day", "visit_id", "visit__number", "url", "seconds"
    )
    seen: dict[tuple[int, dt.date, int, str], tuple[int, Sums]] = {}
    for portal_id, day, visit_id, number, url, seconds in rows.iterator(chunk_size=5_000):
        _, sums = seen.setdefault((portal_id, day, visit_id, page_of(url)), (number, Sums(1, int(number == 1))))
        sums.pages += 1
        sums.seconds += seconds
    found: defaultdict[Key, Sums] = defaultdict(Sums)
    for (portal_id, day, _visit, page), (_number, sums) in seen.items():
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
