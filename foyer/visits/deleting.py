"""Deleting many visits at once, for good, with progress and a report (F30)."""

from bisect import bisect
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from foyer.crm.models import Run, RunRow
from foyer.crm.runs.actions import begin
from foyer.crm.runs.work import Batch, row
from foyer.team.models import User
from foyer.visits.actions import delete_visits, require_deleting
from foyer.visits.models import Visit
from foyer.visits.selection import selected_visits

MODULE = "visit"


def begin_deleting(by: User, selection: Mapping[str, Any]) -> Run:
    """Deletes the selected visits: few at once, many in the background. BadValue when nothing is selected."""
    require_deleting(by)
    plan = {"act": "delete", "for_good": True, "selection": dict(selection)}
    total = selected_visits(by, selection).count()
    return begin(Run(kind=Run.Kind.MASS, module=MODULE, user=by, plan=plan, total=total))


class DeleteWork:
    """The selected visits in the order of their ids; what comes to match later is left out."""

    starts_over = False

    def __init__(self, run: Run) -> None:
        self._run = run

    @cached_property
    def _ids(self) -> list[int]:
        """Read once: the views have indexes of their own, and none of them goes on from an id."""
        visits = selected_visits(self._run.user, self._run.plan["selection"])
        left = visits.filter(pk__gt=self._run.position).order_by("pk")
        return list(left.values_list("pk", flat=True))

    def count(self) -> int:
        """How many are selected now."""
        return len(self._ids)

    def next_batch(self, position: int, size: int) -> Batch:
        """The next ids."""
        first = bisect(self._ids, position)
        ids = self._ids[first : first + size]
        return Batch(ids, ids[-1] if ids else position)

    def store(self, batch: Batch) -> list[RunRow]:
        """Those that are over go; the report says which ones stay, and why."""
        deleted = delete_visits(batch.items, self._run.user)
        there = set(Visit.objects.filter(pk__in=batch.items).values_list("pk", flat=True))
        first = self._run.done + self._run.skipped + 1
        return [self._told(number, pk, deleted, there) for number, pk in enumerate(batch.items, first)]

    def end(self) -> None:
        """Nothing is left to do."""

    def _told(self, number: int, pk: int, deleted: set[int], there: set[int]) -> RunRow:
        if pk in deleted:
            return row(self._run, number, RunRow.Outcome.CHANGED, _("Deleted"), record=pk)
        why = _("The visit still goes on.") if pk in there else _("It is not there any more.")
        return row(self._run, number, RunRow.Outcome.SKIPPED, why, record=pk)
