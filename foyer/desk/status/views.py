"""Availability, ringing, tickets (F157-F163, T25)."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from foyer.conversations.actions import accept_conversation
from foyer.conversations.queries import ringing_for
from foyer.conversations.types import AlreadyEnded, AlreadyTaken
from foyer.desk.access import signed_in
from foyer.desk.inbox.page import to_write
from foyer.desk.shell.context import chosen_portal
from foyer.desk.status.words import reason_from, standings_of_colleagues
from foyer.lib.tickets import new_ticket
from foyer.presence.windows import windows
from foyer.team.actions import set_availability
from foyer.team.models import State


@require_safe
def shell_status(request: HttpRequest) -> HttpResponse:
    """The pill and the counts, fetched again on nudges."""
    return render(request, "desk/shell/status.jinja")


@require_POST
def availability(request: HttpRequest) -> HttpResponse:
    """Online, away with or without a reason, invisible or offline (F159, E11)."""
    state = request.POST.get("state", "")
    if state not in State.values:
        raise BadRequest("state")
    reason = reason_from(request.POST.get("reason", "")) if state == State.AWAY else ""
    set_availability(signed_in(request), state, reason)
    if request.headers.get("HX-Request"):
        return render(request, "desk/shell/status.jinja")
    return redirect("live")


@require_safe
def standings(request: HttpRequest) -> HttpResponse:
    """Who else takes chats, and why not (B16)."""
    user = signed_in(request)
    context = {"colleagues": standings_of_colleagues(user), "devices": windows.devices(user.pk)}
    return render(request, "desk/status/standings.jinja", context)


@require_POST
def ring(request: HttpRequest) -> HttpResponse:
    """Accepts the chat that waits longest; the next one when somebody was faster (F160-F163, R13)."""
    user, portal = signed_in(request), chosen_portal(request)
    for waiting in ringing_for(user, portal.pk if portal else None):
        try:
            accept_conversation(waiting.pk, user)
        except (AlreadyTaken, AlreadyEnded):
            continue
        return to_write(waiting.pk)
    return redirect("inbox")


@require_POST
def ticket(request: HttpRequest) -> JsonResponse:
    """Opens the agent socket once, within 30 s."""
    return JsonResponse({"ticket": new_ticket(signed_in(request).pk)})
