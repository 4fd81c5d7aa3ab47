"""Work for later: retries and a schedule over django-tasks, kept in the database, no broker."""

from foyer.lib.jobs.retries import Failed, enqueue, job
from foyer.lib.jobs.schedule import Schedule
from foyer.lib.jobs.worker import run_jobs_until, run_pending_jobs

__all__ = ["Failed", "Schedule", "enqueue", "job", "run_jobs_until", "run_pending_jobs"]
