"""`foyer messages`: keeps the catalogues in line with the texts of code and templates (T15)."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from foyer.project import catalogues


class Command(BaseCommand):
    """Updates, checks or compiles the catalogues."""

    help = "Collects all texts of code and templates into foyer/locale; translations stay, what is gone goes."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Without an option the catalogues are updated."""
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--check", action="store_true", help="change nothing; fail when something is missing or wrong")
        way.add_argument("--compile", action="store_true", help="write the .mo files, as bin/setup does")

    def handle(self, *, check: bool, compile: bool, **_options: object) -> None:
        """Does what the option says."""
        if check:
            self._check()
        elif compile:
            catalogues.compile_all()
        else:
            catalogues.update()

    def _check(self) -> None:
        found = list(catalogues.problems())
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"{len(found)} things to mend: `foyer messages`, then translate in foyer/locale.")
