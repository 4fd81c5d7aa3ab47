"""Tables in files: whatever people save, and whatever somebody hostile makes (T18)."""

import datetime as dt
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from foyer.lib.sheets import BadSheet, CsvWriter, XlsxWriter, guarded, open_sheet, reading, unguarded
from foyer.lib.text import clean

FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '"=1', "'=1", "＝1", "＋1", "－1", "＠x", " =1"]


def saved(tmp_path, data):
    path = tmp_path / "table"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return open_sheet(path)


def read(tmp_path, data):
    sheet = saved(tmp_path, data)
    return [list(sheet.head), *(cells for _number, cells in sheet.rows())]


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def packed(data, **parts):
    """The workbook with parts put in or replaced."""
    out = io.BytesIO()
    names = {name.replace("__", "/"): text for name, text in parts.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in names:
                new.writestr(part.filename, old.read(part.filename))
        for name, text in names.items():
            new.writestr(name, text)
    return out.getvalue()


def refused(tmp_path, data, sentence):
    with pytest.raises(BadSheet, match=sentence):
        read(tmp_path, data)


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20).map(lambda text: clean(text, 20))
"""As every inlet lets them in."""


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_compute_gets_an_apostrophe_and_loses_it_again(text):
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["-5", "-1,234.50", "Vera", "a=b", "", "0049", "it's"])
def test_numbers_and_words_stay_as_they_are(text):
    assert guarded(text) == text


@pytest.mark.parametrize("writer", [CsvWriter, lambda path: XlsxWriter(path, "Sheet")])
@given(cell=TEXTS | st.sampled_from(FORMULAS))
def test_every_text_comes_back(tmp_path_factory, writer, cell):
    path = tmp_path_factory.mktemp("sheets") / "table"
    out = writer(path)
    out.row(["name", "id"])
    out.row([cell, "1"])
    out.close()
    text = cell.strip() if "\r" in cell or "\n" in cell else cell
    assert [cells[0].strip() for _n, cells in open_sheet(path).rows()] == [text.strip()]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_usual_delimiter_is_found(tmp_path, mark):
    assert read(tmp_path, f'Name{mark}City\n"Lang{mark} Vera"{mark}Lund\n')[1] == [f"Lang{mark} Vera", "Lund"]


def test_a_line_that_names_the_delimiter_is_no_row(tmp_path):
    assert read(tmp_path, "sep=;\r\nName;City, street\r\nVera;Lund\r\n") == [["Name", "City, street"], ["Vera", "Lund"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_any_usual_encoding_is_found(tmp_path, encoding):
    text = "Name,City\n" + "Jürgen Größe,Köln\n" * 20
    assert read(tmp_path, text.encode(encoding))[1] == ["Jürgen Größe", "Köln"]


def test_one_broken_letter_spoils_no_other(tmp_path):
    data = "Name,City\nJürgen,Köln\nVera,Malmö\n".encode().replace("Malmö".encode(), b"Malm\xf6")
    assert read(tmp_path, data)[1:] == [["Jürgen", "Köln"], ["Vera", "Malm\ufffd"]]


def test_rows_may_be_short_long_empty_and_hold_line_breaks(tmp_path):
    rows = read(tmp_path, 'A,B\n1\n1,2,3\n,\n\n"x\ny",2\n')
    assert rows[1:] == [["1", ""], ["1", "2"], ["x\ny", "2"]]


def test_a_nul_in_a_cell_harms_nobody(tmp_path):
    assert read(tmp_path, b"Name,City\nVe\x00ra,Lund\n" + b"A,B\n" * 40)[1][1] == "Lund"


def test_an_open_quotation_mark_is_told_with_its_row(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_CELL", 1000)
    refused(tmp_path, 'A,B\n1,"' + "x\n" * 2000, "at row .* quotation mark")


def test_a_huge_cell_within_reason_is_read(tmp_path):
    assert len(read(tmp_path, "A,B\n1," + "x" * 500_000 + "\n")[1][1]) == 500_000


OTHERS = [
    b"%PDF-1.7\n%abc\n1 0 obj",
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    b"<!DOCTYPE html><table><tr><td>Name",
    b" <table><tr><td>Name</td></tr></table>",
    b'<?xml version="1.0"?><a/>',
    bytes(range(256)) * 4,
]


@pytest.mark.parametrize("data", OTHERS)
def test_a_name_that_lies_helps_nobody(tmp_path, data):
    refused(tmp_path, data, "no table")


def test_csv_that_is_called_xlsx_and_the_other_way_round_are_read(tmp_path):
    assert read(tmp_path, "Name\nVera\n")[1] == ["Vera"]
    assert read(tmp_path, workbook(["Name"], ["Vera"]))[1] == ["Vera"]


def test_cells_of_spreadsheets_become_text(tmp_path):
    day = dt.datetime(2026, 11, 23, 10, 30)  # noqa: DTZ001  spreadsheets know no zones
    cells = [1, 1.5, 1e15, True, None, dt.date(2026, 11, 23), day, "'=1", "#N/A"]
    row = read(tmp_path, workbook([f"c{n}" for n in range(9)], cells))[1]
    assert row == ["1", "1.5", "1000000000000000", "true", "", "2026-11-23", "2026-11-23T10:30:00", "=1", "#N/A"]


def test_too_large_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 100)
    refused(tmp_path, "A\n" + "x\n" * 200, "larger than")


def test_too_many_rows_and_columns_are_refused(tmp_path, monkeypatch):
    refused(tmp_path, ",".join("x" * 301), "more than 300 columns")
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    refused(tmp_path, "A\n1\n2\n3\n4\n", "more than 3 rows")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    bomb = packed(workbook(["A"]), xl__bomb=b"\0" * 30_000_000)
    assert len(bomb) < 100_000
    refused(tmp_path, bomb, "too large")


def test_too_many_texts_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_WORDS", 10)
    refused(tmp_path, packed(workbook(["A"]), **{"xl__sharedStrings.xml": "x" * 50}), "too large")


def test_entities_that_grow_are_refused(tmp_path):
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    sheet = f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a0 "ha">{laughs}]><worksheet>&a11;</worksheet>'
    refused(tmp_path, packed(workbook(["A"]), **{"xl__worksheets__sheet1.xml": sheet}), "cannot be read")


def test_entities_of_other_files_are_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    entity = f'<!DOCTYPE s [<!ENTITY x SYSTEM "file://{secret}">]>'
    sheet = (
        f'<?xml version="1.0"?>{entity}<worksheet xmlns="{space}"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Name &x;</t></is></c></row></sheetData></worksheet>'
    )
    try:
        found = read(tmp_path, packed(workbook(["A"]), **{"xl__worksheets__sheet1.xml": sheet}))
    except BadSheet:
        return
    assert "secret" not in str(found)


def test_links_to_other_files_are_not_followed(tmp_path):
    link = '<externalLink xmlns="x"><externalBook r:id="rId1"/></externalLink>'
    data = packed(workbook(["Name"], ["='[1]Sheet'!A1"]), **{"xl__externalLinks__externalLink1.xml": link})
    assert read(tmp_path, data) == [["Name"]]


def test_a_row_that_stands_far_below_is_not_looked_for(tmp_path):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cell = '<c r="A{0}" t="inlineStr"><is><t>x</t></is></c>'
    rows = "".join(f'<row r="{n}">{cell.format(n)}</row>' for n in (1, 4_000_000_000))
    sheet = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
    data = packed(workbook(["A"]), **{"xl__worksheets__sheet1.xml": sheet})
    assert read(tmp_path, data) == [["x"]]


@pytest.mark.parametrize("cut", [100, 1000, 3000])
def test_half_a_file_is_refused(tmp_path, cut):
    refused(tmp_path, workbook(["A"], ["1"])[:cut], "cannot be read")
