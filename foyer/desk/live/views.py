"""The live board (F99, F100-F104, E10)."""

import re

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foyer.desk.access import signed_in
from foyer.desk.live.board import board_of, visitors_seen, visitors_with
from foyer.desk.live.calling import number_of
from foyer.desk.live.here import people_here

MAX_PEOPLE = 300
IS_ID = re.compile(r"[0-9]{1,15}", re.ASCII)


@require_safe
def live(request: HttpRequest, mode: str) -> HttpResponse:
    """The page, as rings or as a list."""
    return render(request, "desk/live/live.jinja", {"board": board_of(request, mode)})


@require_safe
def live_board(request: HttpRequest) -> HttpResponse:
    """The board again, on nudges."""
    mode = "list" if request.GET.get("mode") == "list" else "rings"
    return render(request, "desk/live/board.jinja", {"board": board_of(request, mode)})


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Which of these people are on a website now; for the green dots of an open page (D20)."""
    asked = [int(each) for each in request.GET.get("of", "").split(",")[:MAX_PEOPLE] if IS_ID.fullmatch(each)]
    return JsonResponse({"here": sorted(people_here(signed_in(request), asked))})


@require_safe
def card(request: HttpRequest, visit_id: int) -> HttpResponse:
    """The card of one visitor, on hover or focus."""
    return render(request, "desk/live/card.jinja", _visitor(request, visit_id))


@require_safe
def popup(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Somebody came (F100-F103)."""
    return render(request, "desk/live/popup.jinja", _visitor(request, visit_id) | {"viewer": signed_in(request)})


def _visitor(request: HttpRequest, visit_id: int) -> dict[str, object]:
    """The visitor of a visit and their number; 404 alike for who left, never was, or may not be seen (T7)."""
    visitor = next((one for one in visitors_seen(request) if one.visit_id == visit_id), None)
    if visitor is None:
        raise Http404
    here = visitors_with([visitor]).here[0]
    return {"here": here, "phone": number_of(signed_in(request), here.person)}
