"""Reading tables: the first row names the columns. Encoding and delimiter are found out; hostile files are refused."""

import codecs
import csv
import datetime as dt
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, Any

import filetype
from django.utils.translation import gettext as _

from foyer.lib.sheets.guard import unguarded

MAX_BYTES = 100 * 1024 * 1024
MAX_UNPACKED = 500 * 1024 * 1024
"""Of an XLSX file, which is a ZIP: what is larger is a bomb or no work for a spreadsheet."""
MAX_WORDS = 150 * 1024 * 1024
"""Of its table of texts, which is held in memory."""
MAX_RATIO = 300
"""A sheet is packed to a twentieth, one of nothing but zeros to a hundredth; a bomb to a thousandth."""
SMALL = 20 * 1024 * 1024
"""Below this no ratio matters."""
MAX_PARTS = 2_000
MAX_ROWS = 100_000
MAX_COLUMNS = 300
LAST_ROW = 1_048_576
"""Of any spreadsheet: what pretends to stand below is not looked for."""
MAX_CELL = 1_000_000
"""Characters; what a field takes is less and told at the cell."""
MAX_CONTROLS = 0.02
"""A text has no more control characters than this."""
SAMPLE = 64 * 1024
_SEPARATOR = re.compile("\ufeff?sep=([,;\t|])\\r?\\n", re.IGNORECASE)
_MARKUP = re.compile("\ufeff?\\s*<(!doctype|html|\\?xml|table|svg)", re.IGNORECASE)
DELIMITERS = (",", ";", "\t", "|")
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0"


class BadSheet(Exception):
    """A file that is no table, with a sentence for people."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table in a file: its head, and how to read its rows. `rows` gives each with its line, 2 for the first."""

    path: Path
    kind: str
    encoding: str
    delimiter: str
    head: tuple[str, ...]
    skips: int = 0

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row that holds anything, as wide as the head. Raises BadSheet where it cannot be read on."""
        lines = _csv_rows(self) if self.kind == "csv" else _xlsx_rows(self.path)
        width, found = len(self.head), 0
        for number, cells in lines:
            if number == 1 or not any(cells):
                continue
            found += 1
            if found > MAX_ROWS:
                raise BadSheet(_("The file has more than %(most)s rows. Split it.") % {"most": MAX_ROWS})
            yield number, (cells + [""] * width)[:width]


def open_sheet(path: Path) -> Sheet:
    """Looks at a file and reads its head. Raises BadSheet with a sentence."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise BadSheet(_("The file is larger than %(most)s MB.") % {"most": MAX_BYTES // 1024**2})
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    if not start.strip():
        raise BadSheet(_("The file is empty."))
    if start.startswith(OLE_MAGIC):
        raise BadSheet(_("This is an old or protected Excel file. Save it as XLSX without a password."))
    if start.startswith(ZIP_MAGIC):
        return Sheet(path, "xlsx", "", "", _head(_xlsx_rows(path)))
    encoding = _encoding(path, start)
    text = start.decode(encoding, "ignore")
    _refuse_other_kinds(start, text)
    said = _SEPARATOR.match(text)
    delimiter, skips = (said[1], 1) if said else (_delimiter(text), 0)
    bare = Sheet(path, "csv", encoding, delimiter, (), skips)
    return Sheet(path, "csv", encoding, delimiter, _head(_csv_rows(bare)), skips)


def _refuse_other_kinds(start: bytes, text: str) -> None:
    """A picture or a web page may be called .csv; what a file is stands in it, not in its name (T17)."""
    controls = sum(character < " " and character not in "\t\r\n" for character in text)
    if filetype.guess(start) or controls > len(text) * MAX_CONTROLS or _MARKUP.match(text):
        raise BadSheet(_("This is no table. Save it as CSV or XLSX."))


def _head(lines: Iterable[tuple[int, list[str]]]) -> tuple[str, ...]:
    first = next(iter(lines), None)
    cells = list(first[1]) if first else []
    while cells and not cells[-1].strip():
        cells.pop()
    if not cells:
        raise BadSheet(_("The first row must hold the names of the columns."))
    if len(cells) > MAX_COLUMNS:
        raise BadSheet(_("The file has more than %(most)s columns.") % {"most": MAX_COLUMNS})
    return tuple(cell.strip()[:200] for cell in cells)


def _encoding(path: Path, start: bytes) -> str:
    """A mark at the start says it; else UTF-8 if the whole file is that, and the code page of Windows if not."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if start.startswith(mark):
            return name
    evens, odds = start[::2].count(0), start[1::2].count(0)
    if max(evens, odds) > len(start) // 8:
        return "utf-16-le" if odds > evens else "utf-16-be"
    return "utf-8" if _is_utf8(path) else "cp1252"


def _is_utf8(path: Path) -> bool:
    """Also with a few broken letters: one of them does not make another encoding of all the others."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    letters = broken = 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            if chunk.isascii():
                continue
            text = decoder.decode(chunk)
            lost = text.count("\ufffd")
            broken += lost
            letters += len(text) - len(text.encode("ascii", "ignore")) - lost
    return letters >= broken


def _delimiter(sample: str) -> str:
    """The mark that divides the first line outside of quotes into the most columns."""
    first, quoted = [], False
    for character in sample:
        quoted ^= character == '"'
        if character in "\r\n" and not quoted:
            break
        if not quoted:
            first.append(character)
    return max(DELIMITERS, key=first.count)


def _csv_rows(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Numbered by rows, not by lines of text, because a cell may hold line breaks; that is what spreadsheets show."""
    with sheet.path.open(encoding=sheet.encoding, errors="replace", newline="") as file:
        reader = csv.reader(islice(file, sheet.skips, None), delimiter=sheet.delimiter)
        csv.field_size_limit(MAX_CELL)
        try:
            for number, cells in enumerate(reader, start=1):
                yield number, [unguarded(cell) for cell in cells]
        except (csv.Error, UnicodeError) as error:
            sentence = _("The file cannot be read on at row %(row)s. Is a quotation mark missing?")
            raise BadSheet(sentence % {"row": reader.line_num}) from error


def _xlsx_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The first sheet. Formulas give what they showed when the file was saved."""
    _refuse_bombs(path)
    try:
        with path.open("rb") as file, closing(_book(file)) as book:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            rows = sheet.iter_rows(values_only=True, max_row=LAST_ROW, max_col=MAX_COLUMNS + 1)
            for number, row in enumerate(rows, start=1):
                if row.count(None) < len(row):
                    yield number, [_text(cell) for cell in row]
    except BadSheet:
        raise
    except Exception as error:
        raise BadSheet(_("This file cannot be read. Save it again as XLSX or CSV.")) from error


def _book(file: IO[bytes]) -> Any:
    """Links to other files are not followed, formulas not computed."""
    from openpyxl import load_workbook  # here, because loading it takes a sixth of each start

    return load_workbook(file, read_only=True, data_only=True, keep_links=False)


def _refuse_bombs(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise BadSheet(_("This file cannot be read. Save it again as XLSX or CSV.")) from error
    size, packed_size = (sum(getattr(part, name) for part in parts) for name in ("file_size", "compress_size"))
    words = sum(part.file_size for part in parts if "sharedstrings" in part.filename.lower())
    is_bomb = size > SMALL and size > packed_size * MAX_RATIO
    if is_bomb or len(parts) > MAX_PARTS or size > MAX_UNPACKED or words > MAX_WORDS:
        raise BadSheet(_("Unpacked, this file is too large."))


def _text(value: Any) -> str:
    """A cell as text that every reader of fields understands."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(str(value)), "f")
    return unguarded(str(value))
