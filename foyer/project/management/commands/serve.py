"""`foyer serve`: brings the database up to date and serves."""

from argparse import ArgumentParser

from django.core.management import call_command
from django.core.management.base import BaseCommand

from foyer.project.config import config
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
        call_command("migrate", verbosity=0, interactive=False)
        chosen = config().model_copy(update={"host": host, "port": port})
        self.stdout.write(f"Foyer serves on http://{host}:{port}")
        serve(chosen)
