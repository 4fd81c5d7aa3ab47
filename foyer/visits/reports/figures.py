"""A figure of a report and the visits behind it: the same words make both, so that the list is as long (B15)."""

import dataclasses
from collections.abc import Mapping
from urllib.parse import urlencode

from django.db.models import QuerySet

from foyer.visits.models import Visit
from foyer.visits.reports.dimensions import BY_NAME
from foyer.visits.reports.periods import Period, period_of

MAX_VALUE = 2000


@dataclasses.dataclass(frozen=True, slots=True)
class Figure:
    """Visits of a period: all of them, or those of one value of a dimension; of everybody, or of new visitors."""

    period: Period
    by: str = ""
    value: str = ""
    only_new: bool = False

    def visits(self, visits: QuerySet[Visit]) -> QuerySet[Visit]:
        """Those of these visits that the figure counts."""
        found = self.period.of(visits)
        if self.only_new:
            found = found.filter(number=1)
        return BY_NAME[self.by].narrow(found, self.value) if self.by else found

    def query(self) -> str:
        """How an address says it."""
        words = {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        if self.by:
            words |= {"by": self.by, "value": self.value}
        if self.only_new:
            words["new"] = "1"
        return urlencode(words)


def figure_of(told: Mapping[str, str]) -> Figure | None:
    """The figure that an address speaks of; None when it speaks of none, or of what is none."""
    period, by = period_of(told.get("from", ""), told.get("to", "")), told.get("by", "")
    if period is None or (by and by not in BY_NAME):
        return None
    return Figure(period, by, told.get("value", "")[:MAX_VALUE].replace("\x00", ""), told.get("new") == "1")
