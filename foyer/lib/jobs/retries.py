"""Jobs that are tried again, with growing pauses, before they are given up (R18, R19)."""

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any

import structlog
from django.db import transaction
from django_tasks import task
from django_tasks.base import DEFAULT_TASK_QUEUE_NAME, Task

from foyer.lib import clock

PAUSES_S = (10, 60, 600, 3600, 6 * 3600)
WORK = DEFAULT_TASK_QUEUE_NAME
PROMPT = "prompt"

log = structlog.get_logger(__name__)


class Failed(Exception):
    """A job that did not work; trying again is of no use when `permanent`, and else not before `after_s`."""

    def __init__(self, reason: str, *, permanent: bool = False, after_s: float = 0) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.after_s = after_s


def prompt_job(work: Callable[..., None]) -> Task[Any, None]:
    """A job for which somebody outside waits. These have a thread of their own: no long job holds them up."""
    return job(work, PROMPT)


def job(work: Callable[..., None], queue: str = WORK) -> Task[Any, None]:
    """Makes a function of JSON values a job. When it raises, it is tried again after 10 s, 1 min, 10 min, 1 h, 6 h."""

    @functools.wraps(work)
    def tried(*args: Any, attempt: int = 0, **kwargs: Any) -> None:
        try:
            work(*args, **kwargs)
        except Exception as error:
            if attempt >= len(PAUSES_S) or getattr(error, "permanent", False):
                raise
            log.warning("job_tried_again", job=work.__name__, attempt=attempt + 1, error=str(error))
            pause_s = max(PAUSES_S[attempt], min(getattr(error, "after_s", 0), PAUSES_S[-1]))
            later = clock.now() + dt.timedelta(seconds=pause_s)
            made.using(run_after=later).enqueue(*args, attempt=attempt + 1, **kwargs)

    made: Task[Any, None] = task(queue_name=queue)(tried)
    return made


def enqueue(made: Task[Any, None], *args: Any, **kwargs: Any) -> None:
    """Puts a job into the queue in the caller's transaction: it runs only if that commits, and then for sure."""
    from foyer.lib.jobs.worker import wake_jobs

    made.enqueue(*args, **kwargs)
    transaction.on_commit(wake_jobs)
