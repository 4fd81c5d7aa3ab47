"""`foyer createadmin`: an administrator, and the organisation if there is none."""

import getpass
import sys
from argparse import ArgumentParser

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from foyer.project.migrating import bring_up_to_date
from foyer.team.actions import create_organisation, create_user
from foyer.team.models import Organisation, Role, User
from foyer.team.types import Refusal

TIME_ZONE, LANGUAGE, CURRENCY = "Europe/Berlin", "en", "EUR"


class Command(BaseCommand):
    """Makes an administrator."""

    help = "Makes an administrator; asks for what is not given."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """All that it would ask for."""
        parser.add_argument("--email")
        parser.add_argument("--name")
        parser.add_argument("--organisation", help="its name, when there is none yet")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(
        self, *, email: str | None, name: str | None, organisation: str | None, password_stdin: bool, **_options: object
    ) -> None:
        """Asks, makes, says so."""
        bring_up_to_date()
        asks = not password_stdin
        email = email or _asked("E-mail", asks)
        name = name or _asked("Name", asks)
        house = None if Organisation.objects.exists() else organisation or _asked("Organisation", asks, "My company")
        password = sys.stdin.readline().rstrip("\n") if password_stdin else _asked_password()
        try:
            user = _made(email, name, house, password)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{user.name} <{user.email}> may sign in as administrator.")


def _made(email: str, name: str, house: str | None, password: str) -> User:
    if house:
        return create_organisation(house, TIME_ZONE, LANGUAGE, CURRENCY, name, email, password)
    validate_password(password, User(email=email, name=name))
    return create_user(email, name, password, Role.ADMINISTRATOR)


def _asked(what: str, asks: bool, otherwise: str = "") -> str:
    if not asks and otherwise:
        return otherwise
    if not asks:
        raise CommandError(f"Give --{what.lower().replace('-', '')} too: with --password-stdin nothing can be asked.")
    return input(f"{what}{f' [{otherwise}]' if otherwise else ''}: ").strip() or otherwise


def _asked_password() -> str:
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise CommandError("The two passwords differ.")
    return password
