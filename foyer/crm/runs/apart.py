"""Long runs have a process of their own, so that pages and hits keep this one's core to themselves (P5, R18).

It lives as long as its run, and no longer than the server that began it. What it did is committed batch by batch: when
it is ended, or dies, `resume_runs` takes the run up where it stopped.
"""

import subprocess
import sys
import threading

import structlog
from django.db import connections

from foyer.crm.models import Run
from foyer.crm.runs.engine import NUDGE_S, at_work, nudge
from foyer.events import dispatch

STOP_S = 5

log = structlog.get_logger(__name__)


class Apart:
    """The processes of this server that work on runs."""

    def __init__(self) -> None:
        self._going: dict[int, subprocess.Popen[bytes]] = {}

    def take(self, run_id: int) -> None:
        """Begins to work on a run, unless somebody does already."""
        if run_id not in self._going:
            command = [sys.executable, "-m", "foyer", "run", str(run_id)]
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603  nothing of it comes from outside
            self._going[run_id] = process
            threading.Thread(target=self._watch, args=(run_id, process), name=f"run {run_id}", daemon=True).start()

    def stop(self) -> None:
        """Ends them; nothing is lost."""
        going = list(self._going.values())
        for process in going:
            process.terminate()
        for process in going:
            if not _has_ended(process, STOP_S):
                process.kill()

    def _watch(self, run_id: int, process: subprocess.Popen[bytes]) -> None:
        """Tells those who look at the run how far it is: the process itself knows nobody to tell."""
        try:
            with at_work(run_id):
                while not _has_ended(process, NUDGE_S):
                    _tell(run_id)
            _tell(run_id)
            dispatch.wake()
        finally:
            del self._going[run_id]
            connections.close_all()
        if process.returncode > 0:
            log.error("run_process_failed", run=run_id, code=process.returncode)


def _has_ended(process: subprocess.Popen[bytes], within_s: float) -> bool:
    try:
        process.wait(within_s)
    except subprocess.TimeoutExpired:
        return False
    return True


def _tell(run_id: int) -> None:
    run = Run.objects.filter(pk=run_id).first()
    if run is not None:
        nudge(run)
