"""`foyer backup [FILE]`: everything in one file, while Foyer runs (R21)."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from foyer.lib import clock
from foyer.project.backups import BackupProblem, backup
from foyer.project.config import config


class Command(BaseCommand):
    """Writes a backup."""

    help = "Writes database, journal and secret key to one file that only you can read. Foyer may go on running."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to; by default here, named after the moment."""
        parser.add_argument("file", nargs="?", type=Path)

    def handle(self, *, file: Path | None, **_options: object) -> None:
        """Prints the name of the file."""
        now = clock.now()
        target = file or Path(f"foyer-{now:%Y%m%d-%H%M%S}.tar.gz")
        try:
            backup(config(), target, now)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Backed up to {target} ({target.stat().st_size:,} bytes). It holds secrets: keep it safe.")
