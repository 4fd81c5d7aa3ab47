"""`foyer bench NAME`: runs a benchmark from tests/load beside its comparison and prints one table."""

import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

ROOT = Path(__file__).resolve().parents[4]
FOLDER = ROOT / "tests" / "load"


class Command(BaseCommand):
    """Runs a benchmark in a process of its own."""

    help = "Measures, beside a comparison in the same run."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name of the benchmark."""
        names = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
        parser.add_argument("name", choices=names)

    def handle(self, *, name: str, **options: object) -> None:
        """Runs it."""
        done = subprocess.run([sys.executable, "-m", f"tests.load.{name}"], cwd=ROOT, check=False)  # noqa: S603
        if done.returncode:
            raise CommandError(f"The benchmark {name} did not finish.")
