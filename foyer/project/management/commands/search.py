"""`bin/foyer search rebuild`: reads everything into the search index again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from foyer.crm.search.follow import rebuild


class Command(BaseCommand):
    """Rebuilds the index, say after a restore of tables by hand."""

    help = "Reads everything into the search index again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One word."""
        parser.add_argument("what", choices=["rebuild"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Does it, and says how much there is."""
        self.stdout.write(f"{rebuild()} records can be found.")
