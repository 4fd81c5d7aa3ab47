"""`foyer doctor`: is this installation well?"""

from django.core.management.base import BaseCommand, CommandError

from foyer.desk.doctor.questions import questions
from foyer.project.config import config
from foyer.project.doctor import database, examine

MARKS = {"good": "OK", "warn": "??", "bad": "!!"}


class Command(BaseCommand):
    """Examines the installation."""

    help = "Checks database, journal, folder, people, portals and mail. Fails when something is not well."
    requires_system_checks = ()

    def handle(self, **_options: object) -> None:
        """A line for each finding: OK or !!, a sentence, what to do. Then the questions of Setup > Doctor (B14)."""
        findings = examine(config())
        for finding in findings:
            self.stdout.write(str(finding))
        for question in questions(None) if all(one.is_well for one in database(config())) else []:
            self.stdout.write(f"\n{question.title}")
            for answer in question.answers:
                self.stdout.write(f"{MARKS[answer.light]}  {answer.sentence} {answer.url}".rstrip())
        if ill := sum(not finding.is_well for finding in findings):
            raise CommandError(f"To be looked at: {ill}.")
