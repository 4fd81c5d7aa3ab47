"""Tables in files: CSV in whatever encoding, and XLSX, in and out."""

from foyer.lib.sheets.guard import guarded, unguarded
from foyer.lib.sheets.reading import BadSheet, Sheet, open_sheet
from foyer.lib.sheets.writing import CsvWriter, Writer, XlsxWriter, csv_text

__all__ = ["BadSheet", "CsvWriter", "Sheet", "Writer", "XlsxWriter", "csv_text", "guarded", "open_sheet", "unguarded"]
