"""The days that a figure or a report speaks of, and the visits that began on them (D5)."""

import dataclasses
import datetime as dt

from django.db.models import QuerySet

from foyer.visits.models import Visit

DAY = dt.timedelta(days=1)
FARTHEST = dt.timedelta(hours=26)
"""No day anywhere begins or ends so far from that of Greenwich."""


@dataclasses.dataclass(frozen=True, slots=True)
class Period:
    """Days, both included."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        """As many days just before."""
        return Period(self.first - DAY * self.days, self.first - DAY)

    def each(self) -> list[dt.date]:
        """Every day, the first one first."""
        return [self.first + DAY * index for index in range(self.days)]

    def holds(self, day: dt.date) -> bool:
        """Whether the day is one of them."""
        return self.first <= day <= self.last

    def of(self, visits: QuerySet[Visit]) -> QuerySet[Visit]:
        """Those of the visits that began on these days; their start is asked, too, because it has the index."""
        began = dt.datetime.combine(self.first, dt.time(), dt.UTC) - FARTHEST
        ended = dt.datetime.combine(self.last + DAY, dt.time(), dt.UTC) + FARTHEST
        return visits.filter(day__gte=self.first, day__lte=self.last, started__gte=began, started__lt=ended)


def period_of(first: str, last: str) -> Period | None:
    """The period that an address says; None when it says none, or none of our time."""
    try:
        period = Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    except ValueError:
        return None
    return period if 2000 <= period.first.year <= period.last.year < 3000 and period.days > 0 else None
