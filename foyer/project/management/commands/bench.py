"""`foyer bench NAME`: runs a benchmark from tests/load beside its comparison and prints one table."""

import subprocess
import sys
from argparse import REMAINDER, ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

ROOT = Path(__file__).resolve().parents[4]
FOLDER = ROOT / "tests" / "load"


class Command(BaseCommand):
    """Runs a benchmark in a process of its own."""

    help = "Measures, beside a comparison in the same run."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name of the benchmark, and its own arguments."""
        names = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
        parser.add_argument("name", choices=names)
        parser.add_argument("more", nargs=REMAINDER, help="what the benchmark itself takes; --help tells")

    def handle(self, *, name: str, more: list[str], **options: object) -> None:
        """Runs it."""
        command = [sys.executable, "-m", f"tests.load.{name}", *more]
        done = subprocess.run(command, cwd=ROOT, check=False)  # noqa: S603
        if done.returncode:
            raise CommandError(f"The benchmark {name} did not finish.")
