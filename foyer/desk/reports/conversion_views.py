"""Conversions of clicks on ads, to look at and as a file for Google Ads (F124, B21)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foyer.desk.access import signed_in
from foyer.desk.reports.conversions import asked_of, events_of, file_of, page_of
from foyer.desk.reports.views import require_reports


@require_safe
def ad_conversions(request: HttpRequest) -> HttpResponse:
    """Which leads, contacts and won deals came by an ad."""
    events = _events(request)
    page = page_of(request, asked_of(request, events), events)
    return render(request, "desk/reports/conversions.jinja", {"page": page})


@require_safe
def ad_conversions_file(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    asked = asked_of(request, _events(request))
    response = HttpResponse(file_of(request, asked), content_type="text/csv; charset=utf-8")
    name = f"conversions-{asked.event}-{asked.period.first}-{asked.period.last}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _events(request: HttpRequest) -> list[str]:
    require_reports(request)
    events = events_of(signed_in(request))
    if not events:
        raise Http404
    return events
