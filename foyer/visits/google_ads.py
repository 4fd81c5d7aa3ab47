"""Offline conversions as the CSV that Google Ads takes (F124, B21; Google's template for conversions from clicks)."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from zoneinfo import ZoneInfo

from foyer.lib.sheets.guard import guarded
from foyer.visits.conversions import Conversion

KINDS = {"gclid": "Google Click ID", "gbraid": "GBRAID", "wbraid": "WBRAID"}
REST = ("Conversion Name", "Conversion Time", "Conversion Value", "Conversion Currency")
"""Google knows the columns by these names and refuses others; they are the same in all languages."""


def google_csv(found: Iterable[Conversion], name: str, worth: tuple[Decimal, str] | None, zone: ZoneInfo) -> str:
    """The file. `worth` is what each is worth that has no amount of its own.

    Only files with such clicks have columns for GBRAID and WBRAID. Without a mark at the start: the first cell counts.
    """
    rows = list(found)
    kinds = ["gclid", *sorted({row.click.kind for row in rows} - {"gclid"})]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([f"Parameters:TimeZone={zone.key}"])
    writer.writerow([*(KINDS[kind] for kind in kinds), *REST])
    for row in rows:
        ids = [row.click.click_id if row.click.kind == kind else "" for kind in kinds]
        at = row.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S%z")
        writer.writerow([guarded(cell) for cell in (*ids, name, at, *_value(row, worth))])
    return text.getvalue()


def _value(row: Conversion, worth: tuple[Decimal, str] | None) -> tuple[str, str]:
    amount, currency = (row.amount, row.currency) if row.amount is not None else worth or (None, "")
    return (f"{amount:.2f}", currency) if amount is not None else ("", "")
