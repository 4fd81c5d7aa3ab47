"""The pages that say that something is not there, not allowed, away, or broken."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from foyer.lib.away import AWAY, RETRY_S


def not_allowed(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403; also for forms that were open too long."""
    return render(request, "desk/shell/403.jinja", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, alike for what is not there and what may not be seen (T7)."""
    return render(request, "desk/shell/404.jinja", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500, and 503 while the database is away: rendered without the request, anything about which may be what broke."""
    if isinstance(sys.exception(), AWAY):
        return _away(translation.get_language_from_request(request))
    return HttpResponse(render_to_string("desk/shell/500.jinja"), status=500)


def _away(language: str) -> HttpResponse:
    with translation.override(language):
        page = render_to_string("desk/shell/503.jinja", {"language": language})
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_S)})
