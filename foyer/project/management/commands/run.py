"""`foyer run ID`: works on a long run beside the server that began this."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from foyer.crm.runs.engine import work_off

NICER = 5


class Command(BaseCommand):
    """Works on one run; pages come first."""

    help = "Works on a run that waits, until it has ended or the server has. Foyer begins this by itself."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which one."""
        parser.add_argument("run", type=int)

    def handle(self, *, run: int, **options: Any) -> None:
        """Goes on as long as its parent lives."""
        os.nice(NICER)
        parent = os.getppid()
        work_off(run, goes_on=lambda: os.getppid() == parent)
