"""What follows on the page after something was done with an activity, a note or a file: a toast, and who listens."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme


def told(
    request: HttpRequest,
    text: str,
    *,
    undo: str = "",
    fields: dict[str, str] | None = None,
    events: tuple[str, ...] = ("foyer:activities",),
    back: str = "/activities/day/",
) -> HttpResponse:
    """A toast with Undo, and events that let lists fetch themselves again; without script back where one was."""
    if not request.headers.get("HX-Request"):
        messages.success(request, text)
        return redirect(_back(request, back))
    context = {"text": text, "undo": undo, "fields": fields or {}}
    answer = render(request, "desk/activities/told.jinja", context)
    answer["HX-Trigger"] = json.dumps(dict.fromkeys((*events, "foyer:close"), ""))
    answer["HX-Reswap"] = "none"
    return answer


def _back(request: HttpRequest, otherwise: str) -> str:
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return came_from
    return otherwise
