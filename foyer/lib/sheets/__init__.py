"""Tables in files: CSV in whatever encoding, and XLSX, in and out."""

from foyer.lib.sheets.guard import guarded, unguarded
from foyer.lib.sheets.reading import BadSheet, Sheet, open_sheet
from foyer.lib.sheets.writing import CsvWriter, Writer, XlsxWriter

__all__ = ["BadSheet", "CsvWriter", "Sheet", "Writer", "XlsxWriter", "guarded", "open_sheet", "unguarded"]
