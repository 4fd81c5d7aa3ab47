"""An installation whose server is a fork of a process that has loaded all of it before.

To start anew costs two seconds of work, which each file in the browser would do for the same pages. That Foyer starts,
stops and is killed as the program that people run is tested beside (faults/, edge/, commands/).
"""

import os
import sys
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.inside import FORKED, be_at
from tests.installation import Installation


class Fork:
    """What Installation asks of a process that it began, asked of a fork."""

    def __init__(self, process: BaseProcess) -> None:
        self._process = process
        process.start()

    def poll(self) -> int | None:
        """How it ended, or None."""
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """To the fork itself."""
        os.kill(self._process.pid, number)

    def wait(self, timeout_s: float) -> None:
        """Until it has ended."""
        self._process.join(timeout_s)
        assert self._process.exitcode is not None, f"it goes on after {timeout_s} s"


@dataclass
class Served(Installation):
    """As the tests in the browser use it."""

    def __post_init__(self) -> None:
        """Before the first fork, or what is preloaded is none of it."""
        FORKED.set_forkserver_preload(["tests.loaded", "tests.warm"])

    def _begin(self) -> Fork:
        ways = (self.environment, ["foyer", *self.command], self.data / "server.log")
        return Fork(FORKED.Process(target=_serve, args=ways, daemon=True))


def _serve(environment: dict[str, str], command: list[str], log: Path) -> None:
    """In the fork, which writes where a program of its own would."""
    from django.core.management import execute_from_command_line

    with log.open("ab") as written:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(written.fileno(), stream.fileno())
    be_at(environment)
    execute_from_command_line(command)
