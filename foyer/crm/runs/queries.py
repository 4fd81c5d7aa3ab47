"""Questions about runs: one's own, and their reports."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.utils.translation import gettext as _

from foyer.crm.access import all_visible
from foyer.crm.models import Run, RunRow
from foyer.crm.modules import MODULES
from foyer.crm.runs.files import file_of, is_kept
from foyer.crm.runs.selection import as_module
from foyer.lib.sheets import Sheet, open_sheet
from foyer.team.models import User

MANY = 50
PREVIEW = 20


def runs_of(user: User, kind: str = "") -> list[Run]:
    """The newest runs of a user; one query."""
    runs = Run.objects.filter(user=user).exclude(kind=Run.Kind.UNDO)
    return list((runs.filter(kind=kind) if kind else runs).order_by("-created_at", "-pk")[:MANY])


def run_for(user: User, run_id: int) -> Run:
    """A run of the user, of anybody for administrators; DoesNotExist alike for what is not there (T7)."""
    runs = Run.objects.select_related("user", "of")
    return (runs if user.is_administrator else runs.filter(user=user)).get(pk=run_id)


def report_of(run: Run, outcome: str = "", after: int = 0) -> list[RunRow]:
    """Rows of the report, in the order of the file; one query."""
    rows = RunRow.objects.filter(run=run, number__gt=after)
    return list((rows.filter(outcome=outcome) if outcome else rows).order_by("number", "pk")[:MANY])


def names_of(run: Run, rows: Iterable[RunRow]) -> dict[int, str]:
    """What the records of these rows are called, as far as the run’s user sees them; visits have no names."""
    ids = [row.record for row in rows if row.record and run.module in MODULES]
    if not ids:
        return {}
    seen = all_visible(as_module(run.module), run.user)
    return {pk: str(record) for pk, record in seen.in_bulk(ids).items()}


def failed_rows(run: Run, outcome: str = RunRow.Outcome.FAILED) -> Iterator[tuple[int, str]]:
    """Line and sentence of everything that was refused, or of the mails of which nobody knows."""
    rows = RunRow.objects.filter(run=run, outcome=outcome).order_by("number", "pk")
    yield from rows.values_list("number", "message").iterator(1000)


def refused_rows(run: Run, outcome: str = RunRow.Outcome.FAILED) -> Iterator[list[str]]:
    """A table of those rows, with its head; of an import as they stand in the file, to be mended."""
    failed = dict(failed_rows(run, outcome))
    heads = [_("Row"), _("What is wrong")]
    sheet = open_sheet(file_of(run)) if run.kind == Run.Kind.IMPORT and is_kept(run) else None
    if sheet is None:
        yield heads
        yield from ([str(number), message] for number, message in failed.items())
        return
    yield [*sheet.head, *heads]
    for number, cells in sheet.rows():
        if number in failed:
            yield [*cells, str(number), failed[number]]


def preview(run: Run) -> tuple[Sheet, list[tuple[int, list[str]]]]:
    """The first rows of the file of an import. BadSheet when it cannot be read."""
    sheet = open_sheet(file_of(run))
    return sheet, list(islice(sheet.rows(), PREVIEW))
