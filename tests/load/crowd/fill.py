"""Fills an empty installation: `python -m foyer shell -c "from tests.load.crowd.fill import fill; fill()"`."""

import gc
import time

from django.db import connection, transaction

from foyer.events.models import Event
from foyer.scoring.standing import refresh_all
from foyer.visits.reports.rollup import roll_up
from tests.load.crowd import index
from tests.load.crowd.happenings import Happenings
from tests.load.crowd.records import Records
from tests.load.crowd.staff import hire


def fill() -> None:
    """Everything in one transaction; then both databases look at what they have, as they do by themselves in time."""
    gc.disable()  # a million events are kept until they are in order
    with transaction.atomic():
        staff = hire()
        Event.objects.all().delete()
        for what, write in (
            ("records", Records(staff).write),
            ("happenings", Happenings(staff).write),
            ("index", index.write),
            ("standing", refresh_all),
            ("tallies", _tally),
        ):
            began = time.monotonic()
            write()
            print(f"{what:12}{time.monotonic() - began:6.1f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _tally() -> None:
    """As it has been done every day."""
    while roll_up():
        pass
