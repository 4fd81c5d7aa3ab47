"""The pages that say that something is not there, not allowed, or broken."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def not_allowed(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403; also for forms that were open too long."""
    return render(request, "desk/shell/403.jinja", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, alike for what is not there and what may not be seen (T7)."""
    return render(request, "desk/shell/404.jinja", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: rendered without the request, because anything about it may be what broke."""
    return HttpResponse(render_to_string("desk/shell/500.jinja"), status=500)
