"""Runs are worked off batch by batch, each in a short transaction of its own, so that no page waits (R18).

What a batch did, its rows of the report and the position are committed together: after a crash a run goes on where it
stopped, and two workers of one run cannot do the same twice.
"""

import contextlib
import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

import structlog
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from foyer.crm.models import Run, RunRow
from foyer.crm.runs.files import file_of
from foyer.crm.runs.kinds import work_of
from foyer.crm.runs.types import RunEnded
from foyer.crm.runs.work import Batch, Pause, Reaching, Unfit, Work
from foyer.events.actions import record
from foyer.lib import clock
from foyer.lib.bus import bus
from foyer.lib.inserting import insert_many
from foyer.lib.jobs import enqueue, job
from foyer.lib.sheets import BadSheet, open_sheet

FIRST_SIZE = 100
MAX_SIZE = 200
MIN_SIZE = 100
LONG_S, SHORT_S = 0.2, 0.1
"""A batch that holds the only writer longer than this is halved; one that is shorter grows."""
GIVE_WAY_S = 0.004
LONG = 2_000
"""A run of more than so many is worked on by whoever takes long runs, so that other jobs and pages don't wait."""
LONG_MAIL = 50
"""The same of mails: each of them waits for the mail server."""
NUDGE_S = 0.5
SILENT = dt.timedelta(minutes=1)
GOING = (Run.State.WAITING, Run.State.RUNNING)
COUNTED = {
    RunRow.Outcome.MADE: "done",
    RunRow.Outcome.CHANGED: "done",
    RunRow.Outcome.SKIPPED: "skipped",
    RunRow.Outcome.FAILED: "failed",
    RunRow.Outcome.UNKNOWN: "failed",
}

log = structlog.get_logger(__name__)
_take_long: Callable[[int], None] | None = None
_at_work: set[int] = set()


@job
def work_on(run_id: int) -> None:
    """The job: works on a run, or hands it to whoever takes long ones."""
    if _take_long and _is_long(run_id):
        _take_long(run_id)
    else:
        with at_work(run_id):
            work_off(run_id)


def hand_long_runs_to(take: Callable[[int], None] | None) -> None:
    """Who is given long runs from now on; nobody: the thread of the jobs works on them itself."""
    global _take_long
    _take_long = take


@contextlib.contextmanager
def at_work(run_id: int) -> Iterator[None]:
    """While somebody works on a run for this server."""
    _at_work.add(run_id)
    try:
        yield
    finally:
        _at_work.discard(run_id)


def is_at_work() -> bool:
    """Whether somebody works on a run for this server now; what can wait, waits."""
    return bool(_at_work)


def work_off(run_id: int, goes_on: Callable[[], bool] = lambda: True) -> bool:
    """Works on a run until it has ended, or `goes_on` says no after a batch; whether something is left to do."""
    run = Run.objects.select_related("user", "user__access_profile", "of").filter(pk=run_id, state__in=GOING).first()
    if run is None:
        return False
    with translation.override(run.user.language):
        try:
            return _work(run, goes_on)
        except Pause as pause:
            _pause(run, str(pause))
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


def _is_long(run_id: int) -> bool:
    """Of an import nobody knows yet how much there is: its file is read until it is long, or ends.

    What is wrong with the file is told by whoever works on it.
    """
    run = Run.objects.filter(pk=run_id).first()
    if run is None or run.kind != Run.Kind.IMPORT:
        return run is not None and run.total > (LONG_MAIL if run.kind == Run.Kind.MAIL else LONG)
    try:
        return next(islice(open_sheet(file_of(run)).rows(), LONG, None), None) is not None
    except (BadSheet, OSError):
        return False


def _work(run: Run, goes_on: Callable[[], bool]) -> bool:
    work = _begun(run)
    if work is None:
        return False
    try:
        return _batches(run, work, goes_on)
    finally:
        if isinstance(work, Reaching):
            work.let_go()


def _batches(run: Run, work: Work, goes_on: Callable[[], bool]) -> bool:
    size, told = FIRST_SIZE, 0.0
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
        if isinstance(work, Reaching):
            _reach(run, work, batch)
        size = _next_size(size, time.monotonic() - started)
        if time.monotonic() - told > NUDGE_S:
            told = time.monotonic()
            nudge(run)
        if not goes_on():
            return True
        time.sleep(GIVE_WAY_S)


def _begun(run: Run) -> Work | None:
    """The work of a run that begins, or goes on after a crash. None: somebody else began it since it was read."""
    work = work_of(run)
    if run.state != Run.State.WAITING and not work.starts_over:
        return work
    total = work.count()
    with transaction.atomic():
        fresh = Run.objects.select_for_update().get(pk=run.pk)
        if (fresh.state, fresh.position) != (run.state, run.position):
            return None
        run.total, run.position = total, 0
        run.done = run.failed = run.skipped = 0
        run.state, run.began_at = Run.State.RUNNING, clock.now()
        RunRow.objects.filter(run=run).delete()
        run.save(update_fields=["total", "position", "done", "failed", "skipped", "state", "began_at"])
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


def _reach(run: Run, work: Reaching, batch: Batch) -> None:
    """Outside of any transaction, because it may take long; what became of it is committed at once."""
    became = work.reach(batch)
    with transaction.atomic():
        rows = became()
        insert_many(rows)
        _count(run, rows, batch.position)


def _count(run: Run, rows: list[RunRow], position: int) -> None:
    for column, number in Counter(COUNTED[RunRow.Outcome(row.outcome)] for row in rows).items():
        setattr(run, column, getattr(run, column) + number)
    run.position, run.beat_at, run.error = position, clock.now(), ""
    run.save(update_fields=["done", "failed", "skipped", "position", "beat_at", "error"])


def _next_size(size: int, took_s: float) -> int:
    if took_s > LONG_S:
        return max(MIN_SIZE, size // 2)
    return min(MAX_SIZE, size + size // 2) if took_s < SHORT_S else size


def _pause(run: Run, why: str) -> None:
    """Silent for a minute, after which `resume_runs` takes it up; whoever looks at it reads why, and may stop it."""
    if Run.objects.filter(pk=run.pk, stop_wanted=True).exists():
        _end(run, Run.State.STOPPED)
        return
    run.beat_at, run.error = clock.now(), why[:300]
    run.save(update_fields=["beat_at", "error"])
    nudge(run)


def _end(run: Run, state: Run.State, error: str = "") -> None:
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
