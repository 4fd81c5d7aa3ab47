"""The list of visits as CSV: the rows and columns that are on the screen, with all pages of them (B15, D4, T18)."""

import datetime as dt
from collections.abc import Iterator
from itertools import chain

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from foyer.desk.visits.listing import Chosen, VisitRow, chosen_by, rows_of
from foyer.lib.sheets import csv_text
from foyer.visits.models import Visit
from foyer.visits.queries import page_by
from foyer.visits.views_table import View

MOST = 100_000
"""Rows of one file; a file that ends before the list does says so in its last line."""
STEP = 1_000


def csv_of(request: HttpRequest, view: View) -> Iterator[str]:
    """The file in pieces, a page of rows each, so that the whole never stands in memory."""
    chosen = chosen_by(request, view)
    head = _head([field.label for field in chosen.columns])
    return chain(["\ufeff" + csv_text([head])], _pages(chosen, get_language() or "en", timezone.get_current_timezone()))


def _pages(chosen: Chosen, language: str, zone: dt.tzinfo) -> Iterator[str]:
    """Written after the answer has begun, when nobody's language and zone are set any more."""
    visits, before, left = chosen.visits.prefetch_related("portal"), None, MOST
    while left:
        with override(language), timezone.override(zone):
            page = page_by(chosen.field, visits, before, limit=min(STEP, left))
            rows = rows_of(page.visits, chosen.columns)
            text = csv_text([_cells(row, visit) for row, visit in zip(rows, page.visits, strict=True)])
        yield text
        before, left = page.older, left - len(page.visits)
        if before is None:
            return
    with override(language):
        yield csv_text([[_("The list goes on: the rest comes with a view that holds fewer visits.")]])


def _head(own: list[str]) -> list[str]:
    return [
        _("Visited by"),
        _("Type"),
        _("Visited time"),
        _("Visited page"),
        _("Visited page URL"),
        _("Pages"),
        _("Minutes"),
        _("Referrer"),
        _("Search words"),
        _("Attended by"),
        *own,
        _("Score"),
        _("Portal name"),
    ]


def _cells(row: VisitRow, visit: Visit) -> list[str]:
    """As on the screen; the agent by e-mail (D4), the time in the user's zone."""
    return [
        row.name,
        row.kind,
        timezone.localtime(row.started).strftime("%Y-%m-%d %H:%M"),
        row.page,
        row.page_url,
        str(row.pages),
        str(row.minutes),
        row.referrer,
        row.keyword,
        visit.attended_by.email if visit.attended_by else "",
        *row.own,
        str(row.score),
        visit.portal.name,
    ]
