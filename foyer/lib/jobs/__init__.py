"""Work for later: retries and a schedule over django-tasks, kept in the database, no broker."""

from foyer.lib.jobs.retries import PROMPT, WORK, Failed, enqueue, job, prompt_job
from foyer.lib.jobs.schedule import Schedule
from foyer.lib.jobs.worker import run_jobs_until, run_pending_jobs

__all__ = ["PROMPT", "WORK", "Failed", "Schedule", "enqueue", "job", "prompt_job", "run_jobs_until", "run_pending_jobs"]
