"""A figure of a report and the visits behind it: the same words make both, so that the list is as long (B15)."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from urllib.parse import urlencode

from django.db.models import QuerySet

from foyer.visits.models import Visit
from foyer.visits.reports.dimensions import BY_NAME

MAX_VALUE = 2000


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """Visits of some days, both included: of all portals or one, of all values of a dimension or one."""

    first: dt.date
    last: dt.date
    by: str = ""
    value: str = ""
    portal_id: int | None = None
    only_new: bool = False

    def visits(self, visits: QuerySet[Visit]) -> QuerySet[Visit]:
        """Those of these visits that the figure counts."""
        began = dt.datetime.combine(self.first, dt.time(), dt.UTC) - dt.timedelta(hours=26)
        ended = dt.datetime.combine(self.last, dt.time(), dt.UTC) + dt.timedelta(hours=50)
        found = visits.filter(day__gte=self.first, day__lte=self.last, started__gte=began, started__lt=ended)
        if self.only_new:
            found = found.filter(number=1)
        return BY_NAME[self.by].narrow(found, self.value) if self.by else found

    def query(self) -> str:
        """How an address says it."""
        words = {"from": self.first.isoformat(), "to": self.last.isoformat()}
        if self.by:
            words |= {"by": self.by, "value": self.value}
        if self.portal_id is not None:
            words["in"] = str(self.portal_id)
        if self.only_new:
            words["new"] = "1"
        return urlencode(words)


def figure_of(told: Mapping[str, str]) -> Figure | None:
    """The figure that an address speaks of; None when it speaks of none, or of what is none."""
    try:
        first, last = dt.date.fromisoformat(told.get("from", "")), dt.date.fromisoformat(told.get("to", ""))
        portal_id = int(told["in"]) if "in" in told else None
    except ValueError:
        return None
    by, value = told.get("by", ""), told.get("value", "")[:MAX_VALUE].replace("\x00", "")
    is_known = not by or by in BY_NAME
    is_sound = is_known and 2000 <= first.year <= last.year < 3000 and first <= last
    return Figure(first, last, by, value, portal_id, told.get("new") == "1") if is_sound else None
