"""`foyer token EMAIL`: prints an API token, the only time it can be seen."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from foyer.team.actions import create_token
from foyer.team.models import User


class Command(BaseCommand):
    """Makes an API token."""

    help = "Prints a new API token of a user. It is shown once: only its hash is kept."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, and what it is called."""
        parser.add_argument("email")
        parser.add_argument("--name", default="Made on the command line")

    def handle(self, *, email: str, name: str, **_options: object) -> None:
        """Prints the token and nothing else, so that scripts can take it."""
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody who may sign in has the e-mail address {email}.")
        self.stdout.write(create_token(user, name))
