"""The palette."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foyer.desk.find.palette import palette


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The lines under the box; without script, a page of its own."""
    as_links = not request.headers.get("HX-Request")
    name = "desk/find/find.jinja" if as_links else "desk/find/lines.jinja"
    return render(request, name, {"palette": palette(request), "as_links": as_links})
