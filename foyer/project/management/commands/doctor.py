"""`foyer doctor`: is this installation well?"""

from django.core.management.base import BaseCommand, CommandError

from foyer.project.config import config
from foyer.project.doctor import examine


class Command(BaseCommand):
    """Examines the installation."""

    help = "Checks database, journal, folder, people, portals and mail. Fails when something is not well."
    requires_system_checks = ()

    def handle(self, **_options: object) -> None:
        """A line for each finding: OK or !!, a sentence, what to do."""
        findings = examine(config())
        for finding in findings:
            self.stdout.write(str(finding))
        if ill := sum(not finding.is_well for finding in findings):
            raise CommandError(f"To be looked at: {ill}.")
