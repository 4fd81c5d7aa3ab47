"""`foyer serve`: brings the database up to date and serves."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from foyer.project.config import config
from foyer.project.migrating import bring_up_to_date
from foyer.project.server import serve


class Command(BaseCommand):
    """Serves everything from one process."""

    help = "Brings the database up to date, then serves until stopped."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Address and port may be given for once."""
        parser.add_argument("--host", default=config().host)
        parser.add_argument("--port", type=int, default=config().port)

    def handle(self, *, host: str, port: int, **options: object) -> None:
        """Migrates, then serves."""
        bring_up_to_date()
        chosen = config().model_copy(update={"host": host, "port": port})
        self.stdout.write(f"Foyer serves on http://{host}:{port}")
        serve(chosen)
