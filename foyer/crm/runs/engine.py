"""Runs are worked off batch by batch, each in a short transaction of its own, so that no page waits (R18).

What a batch did, its rows of the report and the position are committed together: after a crash a run goes on where it
stopped, and two workers of one run cannot do the same twice.
"""

import datetime as dt
import time
from collections import Counter

import structlog
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from foyer.crm.models import Run, RunRow
from foyer.crm.runs.kinds import work_of
from foyer.crm.runs.types import RunEnded
from foyer.crm.runs.work import Batch, Unfit, Work
from foyer.events.actions import record
from foyer.lib import clock
from foyer.lib.bus import bus
from foyer.lib.inserting import insert_many
from foyer.lib.jobs import enqueue, job
from foyer.lib.sheets import BadSheet

FIRST_SIZE = 100
MAX_SIZE = 200
MIN_SIZE = 100
LONG_S, SHORT_S = 0.2, 0.1
"""A batch that holds the only writer longer than this is halved; one that is shorter grows."""
GIVE_WAY_S = 0.004
SLICE_S = 5.0
"""After so long other jobs get their turn."""
NUDGE_S = 0.5
SILENT = dt.timedelta(minutes=1)
GOING = (Run.State.WAITING, Run.State.RUNNING)
COUNTED = {
    RunRow.Outcome.MADE: "done",
    RunRow.Outcome.CHANGED: "done",
    RunRow.Outcome.SKIPPED: "skipped",
    RunRow.Outcome.FAILED: "failed",
}

log = structlog.get_logger(__name__)
_open: dict[int, Work] = {}
"""Works that are between two slices, with their file open at its place."""
_at_work: set[int] = set()


@job
def work_on(run_id: int) -> None:
    """The job: goes on with a run, for a slice of time."""
    _at_work.add(run_id)
    try:
        if work_off(run_id, SLICE_S):
            enqueue(work_on, run_id)
    finally:
        _at_work.discard(run_id)


def is_at_work() -> bool:
    """Whether this process works on a run now; what can wait, waits."""
    return bool(_at_work)


def work_off(run_id: int, limit_s: float | None = None) -> bool:
    """Works on a run until it has ended, or for so long; whether something is left to do."""
    run = Run.objects.select_related("user", "user__access_profile", "of").filter(pk=run_id, state__in=GOING).first()
    if run is None:
        return False
    with translation.override(run.user.language):
        try:
            return _work(run, limit_s)
        except (Unfit, BadSheet) as refusal:
            _end(run, Run.State.FAILED, str(refusal))
        except PermissionDenied:
            _end(run, Run.State.FAILED, _("You may not do this any more. Ask an administrator."))
        except OperationalError:
            raise
        except Exception:
            log.exception("run_failed", run=run.pk)
            _end(run, Run.State.FAILED, _("Foyer itself failed here; its log says why. What was done stays."))
    return False


def resume_runs() -> int:
    """Takes up runs of which nothing was heard for a minute: their process ended; returns how many."""
    late = clock.now() - SILENT
    going = Run.objects.filter(state__in=GOING, created_at__lt=late).exclude(beat_at__gte=late)
    ids = list(going.values_list("pk", flat=True))
    Run.objects.filter(pk__in=ids).update(beat_at=clock.now())
    for run_id in ids:
        enqueue(work_on, run_id)
    return len(ids)


def _work(run: Run, limit_s: float | None) -> bool:
    work = _open.pop(run.pk, None) or _begun(run)
    size, began, told = FIRST_SIZE, time.monotonic(), 0.0
    while True:
        if not run.user.is_active:
            raise PermissionDenied
        batch = work.next_batch(run.position, size)
        if not batch.items:
            work.end()
            _end(run, Run.State.DONE)
            return False
        started = time.monotonic()
        if not _store(run, work, batch):
            return False
        size = _next_size(size, time.monotonic() - started)
        if time.monotonic() - told > NUDGE_S:
            told = time.monotonic()
            nudge(run)
        if limit_s is not None and time.monotonic() - began > limit_s:
            _open[run.pk] = work
            return True
        time.sleep(GIVE_WAY_S)


def _begun(run: Run) -> Work:
    """The work of a run that begins, or goes on after a crash."""
    work = work_of(run)
    if run.state == Run.State.WAITING or work.starts_over:
        run.total, run.position = work.count(), 0
        run.done = run.failed = run.skipped = 0
        run.state, run.began_at = Run.State.RUNNING, clock.now()
        with transaction.atomic():
            RunRow.objects.filter(run=run).delete()
            fields = ["total", "position", "done", "failed", "skipped", "state", "began_at"]
            run.save(update_fields=fields)
    return work


def _store(run: Run, work: Work, batch: Batch) -> bool:
    """One batch and its report; False when the run was stopped, or somebody else is working on it."""
    with transaction.atomic():
        fresh = Run.objects.select_for_update().get(pk=run.pk)
        if fresh.state != Run.State.RUNNING or fresh.position != run.position:
            return False
        if not fresh.stop_wanted:
            rows = work.store(batch)
            insert_many(rows)
            run.done += batch.done
            _count(run, rows, batch.position)
            return True
    _end(run, Run.State.STOPPED)
    return False


def _count(run: Run, rows: list[RunRow], position: int) -> None:
    for column, number in Counter(COUNTED[RunRow.Outcome(row.outcome)] for row in rows).items():
        setattr(run, column, getattr(run, column) + number)
    run.position, run.beat_at = position, clock.now()
    run.save(update_fields=["done", "failed", "skipped", "position", "beat_at"])


def _next_size(size: int, took_s: float) -> int:
    if took_s > LONG_S:
        return max(MIN_SIZE, size // 2)
    return min(MAX_SIZE, size + size // 2) if took_s < SHORT_S else size


def _end(run: Run, state: Run.State, error: str = "") -> None:
    _open.pop(run.pk, None)
    run.state, run.ended_at, run.error = state, clock.now(), error[:300]
    with transaction.atomic():
        run.save(update_fields=["state", "ended_at", "error"])
        if state == Run.State.DONE and run.of is not None:
            Run.objects.filter(pk=run.of.pk).update(state=Run.State.UNDONE)
        record(RunEnded(subject_id=run.pk, user_id=run.user_id, run_kind=run.kind, module=run.module, state=state))
    nudge(run)


def nudge(run: Run) -> None:
    """Whoever looks at it fetches how far it is (idea 3)."""
    bus().publish(f"user:{run.user_id}", {"t": "run", "id": run.pk})
