"""Writing tables as CSV or XLSX, row by row, so that the whole never stands in memory."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from foyer.lib.sheets.guard import guarded, quoted
from foyer.lib.text import clean

MAX_CELL = 32_000


class Writer(Protocol):
    """What takes rows and leaves a file."""

    def row(self, cells: Iterable[Any]) -> None:
        """One more row; text, numbers and dates."""

    def close(self) -> None:
        """The file is whole."""


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """Rows as the text of a CSV file, or of a piece of one; what would be a formula is guarded (T18)."""
    text = io.StringIO()
    csv.writer(text).writerows(map(_guarded, rows))
    return text.getvalue()


class CsvWriter:
    """CSV in UTF-8; with a mark at the start, so that Excel sees what it is."""

    def __init__(self, path: Path, *, mark: bool = True, delimiter: str = ",") -> None:
        self._file = path.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="", errors="replace")
        self._writer = csv.writer(self._file, delimiter=delimiter)

    def row(self, cells: Iterable[Any]) -> None:
        """One more row; what would be a formula is guarded (T18)."""
        self._writer.writerow(_guarded(cells))

    def close(self) -> None:
        """The file is whole."""
        self._file.close()


def _guarded(cells: Iterable[Any]) -> list[Any]:
    return [guarded(cell) if isinstance(cell, str) else cell for cell in cells]


class XlsxWriter:
    """XLSX with one sheet; text cells are text, never formulas."""

    def __init__(self, path: Path, title: str) -> None:
        from openpyxl import Workbook  # here, because loading it takes a sixth of each start

        self._path = path
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet(_sheet_name(title))

    def row(self, cells: Iterable[Any]) -> None:
        """One more row."""
        self._sheet.append([self._cell(cell) for cell in cells])

    def close(self) -> None:
        """The file is whole."""
        self._book.save(self._path)

    def _cell(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        text = quoted(clean(value, MAX_CELL))
        if not text.startswith(("=", "#")):
            return text
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(self._sheet, value=text)
        cell.data_type = "s"
        return cell


def _sheet_name(title: str) -> str:
    """Excel refuses some characters, and more than 31 of them."""
    return "".join(" " if character in r"[]:*?/\\" else character for character in title)[:31].strip() or "1"
