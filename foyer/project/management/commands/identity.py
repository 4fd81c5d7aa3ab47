"""`foyer identity verify`: rebuilds who is who from the claims and compares (R22)."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foyer.identity.verify import verify


class Command(BaseCommand):
    """Looks after identity."""

    help = "Rebuilds who is who from the claims alone and compares; it must find nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """The one thing it can do, by name, so that more may follow."""
        parser.add_argument("task", choices=["verify"])

    def handle(self, **_options: object) -> None:
        """Prints each difference; fails when there is one."""
        differences = verify()
        for difference in differences:
            stored, rebuilt = difference.stored or "-", difference.rebuilt or "-"
            self.stdout.write(f"{difference.what} {difference.id}: stored {stored}, rebuilt {rebuilt}")
        if differences:
            raise CommandError(f"{len(differences)} differences. Please report them: this must never happen.")
        self.stdout.write("Everything follows from the claims.")
