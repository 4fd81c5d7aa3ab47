"""The reports on visits (B15)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foyer.desk.access import signed_in
from foyer.desk.reports.conversions import events_of
from foyer.desk.reports.page import PERIODS, asked_of, file_rows, page_of
from foyer.lib.sheets import csv_text
from foyer.portals.queries import integration_on
from foyer.team.rights import rights_of


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """A period beside the one before; gone where visits are hidden or the integration is off (F29, F133)."""
    require_reports(request)
    page = page_of(request, asked_of(request))
    exports = bool(events_of(signed_in(request)))
    return render(request, "desk/reports/reports.jinja", {"page": page, "periods": PERIODS, "exports": exports})


@require_safe
def report_file(request: HttpRequest) -> HttpResponse:
    """The table of the page as CSV."""
    require_reports(request)
    asked = asked_of(request)
    text = "\ufeff" + csv_text(file_rows(request, asked))
    name = f"visits-{asked.dimension}-{asked.period.first}-{asked.period.last}.csv"
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def require_reports(request: HttpRequest) -> None:
    """404 where there are no reports."""
    if not integration_on() or not rights_of(signed_in(request)).may("visit", "view"):
        raise Http404
