"""The threads that run jobs: one for what somebody waits for, one for all other work."""

import datetime as dt
import threading
from collections.abc import Collection

import structlog
from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from foyer.lib import clock
from foyer.lib.jobs.retries import PROMPT, WORK
from foyer.lib.tokens import new_public_key

LOOK_EVERY_S = 5.0
KEPT = dt.timedelta(days=14)

log = structlog.get_logger(__name__)
_woken = {queue: threading.Event() for queue in (PROMPT, WORK)}


def wake_jobs() -> None:
    """Says that there is a new job, or no more time."""
    for woken in _woken.values():
        woken.set()


def run_jobs_until(stopped: threading.Event, queue: str = WORK) -> None:
    """Runs the jobs of one queue as they become due."""
    woken = _woken[queue]
    while not stopped.is_set():
        woken.wait(LOOK_EVERY_S)
        woken.clear()
        try:
            run_pending_jobs(queue)
        except Exception:
            log.exception("jobs_not_run")
        finally:
            close_old_connections()


def run_pending_jobs(*queues: str) -> None:
    """Runs what is due now, of these queues or of all. Looks first without a lock: an idle process never locks."""
    asked = queues or tuple(_woken)
    if DBTaskResult.objects.ready().filter(queue_name__in=asked).exists():
        _worker(asked).run()


def prune_jobs() -> None:
    """Deletes finished jobs after two weeks."""
    DBTaskResult.objects.finished().filter(finished_at__lt=clock.now() - KEPT).delete()


def _worker(queues: Collection[str]) -> Worker:
    return Worker(
        queue_names=list(queues),
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=new_public_key("w_"),
        excluded_queue_names=[],
    )
