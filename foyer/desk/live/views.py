"""The live board (F99, F100-F104, E10)."""

import json
import re

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foyer.conversations.actions import invite_visitor
from foyer.conversations.models import Conversation
from foyer.conversations.types import AlreadyTalking, NothingSaid
from foyer.desk.access import signed_in
from foyer.desk.live.board import board_of, visitors_seen, visitors_with
from foyer.desk.live.calling import number_of
from foyer.desk.live.here import people_here
from foyer.desk.live.inviting import MAX_CLIENT_ID, Composer, composer_of
from foyer.presence.board import Visitor
from foyer.team.actions import change_user, set_availability
from foyer.team.models import State, ToldOf

MAX_PEOPLE = 300
CONFLICT = 409
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


@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """Of whom the user wants to hear from now on (F89)."""
    chosen = request.POST.get("told_of", "")
    if chosen not in ToldOf.values:
        raise BadRequest("told_of")
    change_user(signed_in(request), signed_in(request), told_of=chosen)
    return HttpResponse(status=204)


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


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, visit_id: int) -> HttpResponse:
    """An agent writes first (E10, B7); who was faster is named in the dialog (R13)."""
    composer = composer_of(request, visit_id, request.POST.get("text", ""))
    if request.method != "POST" or composer.obstacle or composer.visitor is None:
        return _composer(request, composer, is_refused=request.method == "POST")
    if "online" in request.POST:
        set_availability(signed_in(request), State.ONLINE)
    elif not composer.is_online:
        return _composer(request, composer, is_refused=True)
    try:
        conversation = _invite(request, composer, composer.visitor)
    except AlreadyTalking:
        return _composer(request, composer_of(request, visit_id, composer.text), is_refused=True)
    except NothingSaid:
        refused = composer_of(request, visit_id, error=_("Write something first."))
        return _composer(request, refused, is_refused=True)
    return _invited(request, conversation, composer.name)


def _invite(request: HttpRequest, composer: Composer, visitor: Visitor) -> Conversation:
    return invite_visitor(
        portal_id=visitor.portal_id,
        actor_id=visitor.actor_id,
        agent=signed_in(request),
        text=request.POST.get("text", ""),
        client_id=request.POST.get("client_id", "")[:MAX_CLIENT_ID],
        page_url=visitor.url,
        page_title=visitor.title,
        language=composer.visit.language,
    )


def _composer(request: HttpRequest, composer: Composer, *, is_refused: bool) -> HttpResponse:
    """A dialog, its form alone when that was sent, or a page where scripts do not run."""
    if not request.headers.get("HX-Request"):
        context = {"composer": composer}
        return render(request, "desk/live/inviting_alone.jinja", context, status=CONFLICT if is_refused else None)
    fragment = "inviting_form" if request.method == "POST" else "inviting"
    return render(request, f"desk/live/{fragment}.jinja", {"composer": composer})


def _invited(request: HttpRequest, conversation: Conversation, name: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("conversation", conversation_id=conversation.pk)
    told = render(request, "desk/live/invited.jinja", {"conversation": conversation, "name": name})
    told["HX-Trigger"], told["HX-Reswap"] = json.dumps({"foyer:close": ""}), "none"
    return told


def _visitor(request: HttpRequest, visit_id: int) -> dict[str, object]:
    """The visitor of a visit and their number; 404 alike for who left, never was, or may not be seen (T7)."""
    visitor = next((one for one in visitors_seen(request) if one.visit_id == visit_id), None)
    if visitor is None:
        raise Http404
    here = visitors_with(signed_in(request), [visitor])[0]
    return {"here": here, "phone": number_of(signed_in(request), here.person)}
