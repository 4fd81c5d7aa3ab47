"""Visits as a file: those that are chosen, or all of the list, with its columns, order and words (B15, D4, T18)."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from foyer.crm.models import Run
from foyer.crm.runs.actions import begin_file
from foyer.crm.runs.filing import STEP, Filing
from foyer.crm.runs.work import Batch
from foyer.desk.visits.listing import VisitRow, rows_of
from foyer.desk.visits.own_fields import columns_of
from foyer.team.models import User
from foyer.team.queries import zone_of
from foyer.team.rights import rights_of
from foyer.visits.custom import visit_fields
from foyer.visits.deleting import MODULE
from foyer.visits.models import Visit
from foyer.visits.queries import visits_of
from foyer.visits.selection import selected_visits

MOST = 1_000_000
"""Rows of one file: spreadsheets take few more. One that ends before the list does says so in its last line."""


def begin_visits_file(by: User, selection: Mapping[str, Any], order: str, form: str) -> Run:
    """Writes the selected visits into a file: few at once, many in the background.

    BadValue when nothing is selected, Refusal for a form that there is not.
    """
    require_exporting(by)
    total = min(selected_visits(by, selection).count(), MOST)
    plan = {"selection": dict(selection), "order": order}
    return begin_file(Run(kind=Run.Kind.EXPORT, module=MODULE, user=by, plan=plan, total=total), form)


def require_exporting(by: User) -> None:
    """PermissionDenied when the user's profile does not allow it."""
    if not rights_of(by).may(MODULE, "export"):
        raise PermissionDenied


class VisitsFile(Filing):
    """Visits, as the list shows them."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        require_exporting(run.user)
        self._columns = columns_of(visit_fields(run.user))

    def count(self) -> int:
        """Decides which visits, in the order of the list, and writes the head."""
        order = "rank" if self._run.plan["order"] == "rank" else "started"
        visits = selected_visits(self._run.user, self._run.plan["selection"]).order_by(f"-{order}", "-pk")
        self._ids = list(visits.values_list("pk", flat=True)[: MOST + 1])
        self._begin(_("Visits"), _head([field.label for field in self._columns]))
        return min(len(self._ids), MOST)

    def next_batch(self, position: int, size: int) -> Batch:
        """Writes the next visits, outside of any transaction; what is gone by now is left out."""
        ids = self._ids[position : min(position + max(size, STEP), MOST)]
        seen = visits_of(self._run.user).select_related(None).prefetch_related("attended_by", "portal")
        found = seen.in_bulk(ids) if ids else {}
        visits = [found[pk] for pk in ids if pk in found]
        with timezone.override(zone_of(self._run.user)):
            for row, visit in zip(rows_of(visits, self._columns), visits, strict=True):
                self._file.row(_cells(row, visit))
        return Batch(ids, position + len(ids), len(visits))

    def end(self) -> None:
        """The file is whole."""
        if len(self._ids) > MOST:
            self._file.row([_("The list goes on: the rest comes with a view that holds fewer visits.")])
        super().end()


def _head(own: list[str]) -> list[str]:
    return [
        _("Visited by"),
        _("Type"),
        _("Visited time"),
        _("Visited page"),
        _("Visited page URL"),
        _("Pages"),
        _("Minutes"),
        _("Referrer"),
        _("Search words"),
        _("Attended by"),
        *own,
        _("Score"),
        _("Portal name"),
    ]


def _cells(row: VisitRow, visit: Visit) -> list[str | int]:
    """As on the screen; the agent by e-mail (D4), the time in the user's zone."""
    return [
        row.name,
        row.kind,
        timezone.localtime(row.started).strftime("%Y-%m-%d %H:%M"),
        row.page,
        row.page_url,
        row.pages,
        row.minutes,
        row.referrer,
        row.keyword,
        visit.attended_by.email if visit.attended_by else "",
        *row.own,
        row.score,
        visit.portal.name,
    ]
