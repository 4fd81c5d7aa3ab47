"""The palette."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foyer.desk.find.palette import palette


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The lines under the box; without script, a page of its own."""
    name = "desk/find/lines.jinja" if request.headers.get("HX-Request") else "desk/find/find.jinja"
    return render(request, name, {"palette": palette(request)})
