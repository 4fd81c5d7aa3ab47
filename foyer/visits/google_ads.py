"""Offline conversions as the CSV that Google Ads takes (F124, B21; Google's template for conversions from clicks)."""

from collections.abc import Iterable
from decimal import Decimal
from zoneinfo import ZoneInfo

from foyer.lib.sheets import csv_text
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
    head = [[f"Parameters:TimeZone={zone.key}"], [*(KINDS[kind] for kind in kinds), *REST]]
    return csv_text([*head, *(_cells(row, kinds, name, worth, zone) for row in rows)])


def _cells(
    row: Conversion, kinds: list[str], name: str, worth: tuple[Decimal, str] | None, zone: ZoneInfo
) -> list[str]:
    ids = [row.click.click_id if row.click.kind == kind else "" for kind in kinds]
    at = row.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S%z")
    return [*ids, name, at, *_value(row, worth)]


def _value(row: Conversion, worth: tuple[Decimal, str] | None) -> tuple[str, str]:
    amount, currency = (row.amount, row.currency) if row.amount is not None else worth or (None, "")
    return (f"{amount:.2f}", currency) if amount is not None else ("", "")
