"""The thread that runs jobs."""

import datetime as dt
import threading

import structlog
from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from foyer.lib import clock
from foyer.lib.tokens import new_public_key

LOOK_EVERY_S = 5.0
KEPT = dt.timedelta(days=14)

log = structlog.get_logger(__name__)
_woken = threading.Event()


def wake_jobs() -> None:
    """Says that there is a new job, or no more time."""
    _woken.set()


def run_jobs_until(stopped: threading.Event) -> None:
    """Runs jobs as they become due."""
    while not stopped.is_set():
        _woken.wait(LOOK_EVERY_S)
        _woken.clear()
        try:
            run_pending_jobs()
        except Exception:
            log.exception("jobs_not_run")
        finally:
            close_old_connections()


def run_pending_jobs() -> None:
    """Runs what is due now. Looks first without a lock, so that an idle process never locks the database."""
    if DBTaskResult.objects.ready().exists():
        _worker().run()


def prune_jobs() -> None:
    """Deletes finished jobs after two weeks."""
    DBTaskResult.objects.finished().filter(finished_at__lt=clock.now() - KEPT).delete()


def _worker() -> Worker:
    return Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=new_public_key("w_"),
        excluded_queue_names=[],
    )
