"""`foyer restore FILE`: brings a backup back (R21)."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from foyer.project.backups import BackupProblem, restore
from foyer.project.config import config
from foyer.project.migrating import bring_up_to_date


class Command(BaseCommand):
    """Restores a backup."""

    help = "Brings a backup back into an empty installation. Stop Foyer first."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What from, and whether what is here may go."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="replace what is here")

    def handle(self, *, file: Path, force: bool, **_options: object) -> None:
        """Restores, then brings the database up to the version of this code."""
        try:
            restore(config(), file, force=force)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        bring_up_to_date()
        self.stdout.write("Restored. Start Foyer with bin/serve.")
