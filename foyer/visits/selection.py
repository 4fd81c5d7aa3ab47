"""Which visits a list shows, in words that can be kept: a run asks again with them (B15, F30)."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from django.db.models import QuerySet

from foyer.crm.runs.selection import checked
from foyer.team.models import User
from foyer.visits.models import Visit
from foyer.visits.queries import telling, visits_of
from foyer.visits.reports.figures import Figure, figure_of
from foyer.visits.reports.periods import Period
from foyer.visits.views_table import View, view_named


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """A view on a day, or a figure of a report; of one portal or all; of those what a page told, with its name."""

    view: View
    day: dt.date
    portal_id: int | None = None
    figure: Figure | None = None
    told: tuple[str, str] | None = None

    def seen(self, user: User) -> QuerySet[Visit]:
        """All that the user sees of the portal."""
        return visits_of(user, self.portal_id).select_related(None)  # a join would have SQLite sort them all

    def visits(self, user: User) -> QuerySet[Visit]:
        """Those of them that are wanted, without an order."""
        seen = self.seen(user)
        found = self.figure.visits(seen) if self.figure else narrowed(self.view, seen, self.day)
        return telling(found, *self.told) if self.told else found

    def plan(self) -> dict[str, Any]:
        """The words."""
        return {
            "all": True,
            "view": self.view.name,
            "day": self.day.isoformat(),
            "portal": self.portal_id,
            "figure": self.figure.query() if self.figure else "",
            "told": list(self.told) if self.told else None,
        }


def wanted_by(plan: Mapping[str, Any]) -> Wanted:
    """What words of `plan` say."""
    told = plan["told"]
    return Wanted(
        view=view_named(plan["view"]),
        day=dt.date.fromisoformat(plan["day"]),
        portal_id=plan["portal"],
        figure=figure_of(dict(parse_qsl(plan["figure"], keep_blank_values=True))),
        told=(told[0], told[1]) if told else None,
    )


def selected_visits(user: User, selection: Mapping[str, Any]) -> QuerySet[Visit]:
    """Some by their ids, or all that are wanted, as far as the user sees them (T7). BadValue for nothing."""
    if selection.get("all") is True:
        return wanted_by(selection).visits(user)
    return visits_of(user).select_related(None).filter(pk__in=checked(selection)["ids"])


def narrowed(view: View, visits: QuerySet[Visit], day: dt.date) -> QuerySet[Visit]:
    """Those of a view; what is of today is of that day."""
    found = view.narrow(visits)
    return Period(day, day).of(found) if view.is_today else found
