"""What every export does with its file, whatever its rows are."""

from collections.abc import Iterable

from foyer.crm.models import Run, RunRow
from foyer.crm.runs.files import file_of
from foyer.crm.runs.work import Batch
from foyer.lib.sheets import CsvWriter, Writer, XlsxWriter

STEP = 500
"""Rows that are read at once, at least."""


class Filing:
    """One file. It is written anew after a crash, because half a file is in no table."""

    starts_over = True

    def __init__(self, run: Run) -> None:
        self._run = run
        self._ids: list[int] = []
        self._writer: Writer | None = None

    def store(self, batch: Batch) -> list[RunRow]:
        """An export has no report of its rows."""
        return []

    def end(self) -> None:
        """The file is whole."""
        self._file.close()

    def _begin(self, title: str, head: Iterable[str]) -> None:
        """In the form that the plan names; `mark` false leaves out the sign for Excel at a CSV's start."""
        path, plan = file_of(self._run), self._run.plan
        xlsx = plan.get("format") == "xlsx"
        self._writer = XlsxWriter(path, title) if xlsx else CsvWriter(path, mark=bool(plan.get("mark", True)))
        self._writer.row(head)

    @property
    def _file(self) -> Writer:
        if self._writer is None:
            raise RuntimeError("count() begins the file")
        return self._writer
