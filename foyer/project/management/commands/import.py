# ruff: noqa: N999  the command is called so
"""`foyer import FILE --module contact`: imports a file without a browser (E35)."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from foyer.crm.models import Run
from foyer.crm.modules import RECORDS
from foyer.crm.runs.actions import begin_import, plan_import, upload
from foyer.crm.runs.engine import GOING, work_off
from foyer.crm.runs.foreign import READY
from foyer.crm.runs.matching import WAYS
from foyer.crm.runs.queries import failed_rows
from foyer.lib.sheets import BadSheet
from foyer.team.models import Role, User
from foyer.team.types import Refusal

CHUNK = 1 << 20
LOOK_EVERY_S = 0.5


class Command(BaseCommand):
    """Imports CSV or XLSX, and says which rows were refused."""

    help = "Imports a CSV or XLSX file; with --dry-run it only says what is wrong with it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and how it is read."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--module", choices=RECORDS, required=True)
        parser.add_argument("--mapping", choices=("auto", *READY), default="auto", help="the system it comes from")
        parser.add_argument("--as", dest="email", default="", help="e-mail of the user who imports; an administrator")
        parser.add_argument("--known", choices=("skip", "fill", "update", "create"), default="skip")
        parser.add_argument("--match", choices=WAYS, action="append", help="how known records are recognised")
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, **options: Any) -> None:
        """Imports it here and now, beside a Foyer that runs."""
        by = self._user(options["email"])
        plan = {"known": options["known"]} | ({"match": options["match"]} if options["match"] else {})
        try:
            with options["file"].open("rb") as file:
                chunks = iter(lambda: file.read(CHUNK), b"")
                run, _sheet = upload(options["module"], by, options["file"].name, chunks, options["mapping"])
            run = begin_import(plan_import(run, by, plan), by, dry=options["dry_run"])
        except (OSError, BadSheet, Refusal) as error:
            raise CommandError(str(error)) from error
        except PermissionDenied as error:
            raise CommandError("This user may not import.") from error
        while work_off(run.pk) or self._goes(run):  # a Foyer that runs may have taken it up
            time.sleep(LOOK_EVERY_S)
        for number, message in failed_rows(run):
            self.stderr.write(f"row {number}: {message}")
        self.stdout.write(f"{run.state}: {run.done} done, {run.skipped} left as they are, {run.failed} refused")
        if run.error:
            raise CommandError(run.error)

    def _goes(self, run: Run) -> bool:
        run.refresh_from_db()
        return run.state in GOING

    def _user(self, email: str) -> User:
        people = User.objects.filter(is_active=True)
        chosen = people.filter(email__iexact=email) if email else people.filter(role=Role.ADMINISTRATOR)
        found = chosen.order_by("pk").first()
        if found is None:
            raise CommandError("There is no such user.")
        return found
