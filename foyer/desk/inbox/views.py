"""The inbox: each view parses, runs one query or action, and answers with one fragment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foyer.conversations.actions import accept_conversation, end_conversation, mark_read, send_message
from foyer.conversations.models import Conversation, Message
from foyer.conversations.queries import conversation_for, messages_since
from foyer.conversations.types import AlreadyEnded, AlreadyTaken, NothingSaid
from foyer.desk.access import or_404, signed_in
from foyer.desk.inbox.forms import LeadForm
from foyer.desk.inbox.listing import listing
from foyer.desk.inbox.side import side_of
from foyer.desk.inbox.talk import lines_of, talk_of
from foyer.lib.bus import bus

MAX_CLIENT_ID = 40
CONFLICT = 409


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The list, with nothing open."""
    return render(request, "desk/inbox/inbox.jinja", {"list": listing(request), "talk": None})


@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The list again, on nudges."""
    chosen = request.GET.get("on", "")
    return render(
        request, "desk/inbox/rows.jinja", {"list": listing(request, int(chosen) if chosen.isdecimal() else 0)}
    )


@require_safe
def conversation(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The list, and one conversation with its person."""
    return _page(request, _found(request, conversation_id))


@require_safe
def head(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Who it is with and who has it, again."""
    talk = talk_of(signed_in(request), _found(request, conversation_id), with_lines=False)
    return render(request, "desk/inbox/head.jinja", {"talk": talk})


@require_safe
def foot(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """What can be done now; nothing when that is the same as on the page, so that no draft is touched."""
    found = _found(request, conversation_id)
    if request.GET.get("version") == str(found.version):
        return HttpResponse(status=204)
    return render(request, "desk/inbox/foot.jinja", {"talk": talk_of(signed_in(request), found, with_lines=False)})


@require_safe
def side(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The person again."""
    found = side_of(signed_in(request), _found(request, conversation_id))
    return render(request, "desk/inbox/side.jinja", {"side": found, "form": None})


@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The lines after `since`; or says one (R11)."""
    found = _found(request, conversation_id)
    if request.method == "POST":
        return _say(request, found)
    since = request.GET.get("since", "0")
    lines = messages_since(found.pk, int(since) if since.isdecimal() else 0, with_notes=True)
    _read(found, lines[-1].seq if lines else 0)
    return render(request, "desk/inbox/lines.jinja", {"lines": lines_of(found, lines)})


@require_POST
def assignment(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Takes a chat that waits; 409 with the winner's name when somebody was faster (R13)."""
    found = _found(request, conversation_id)
    try:
        accept_conversation(found.pk, signed_in(request))
    except AlreadyTaken as taken:
        return _page(request, _found(request, conversation_id), taken_by=taken.winner_name, status=CONFLICT)
    except AlreadyEnded:
        pass
    return redirect("conversation", conversation_id=found.pk)


@require_POST
def closure(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Ends the chat for both sides (F166)."""
    found = _found(request, conversation_id)
    end_conversation(found.pk, "agent", signed_in(request))
    return redirect("conversation", conversation_id=found.pk)


@require_POST
def lead(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Makes a lead of the person; what was typed is kept when it is refused (F177-F182)."""
    found, form = _found(request, conversation_id), LeadForm(request.POST)
    if form.is_valid():
        form.save(found, signed_in(request))
        return redirect("conversation", conversation_id=found.pk)
    return _page(request, found, form=form, status=422)


def _found(request: HttpRequest, conversation_id: int) -> Conversation:
    return or_404(conversation_for, signed_in(request), conversation_id)


def _page(
    request: HttpRequest, found: Conversation, *, taken_by: str = "", form: LeadForm | None = None, status: int = 200
) -> HttpResponse:
    user = signed_in(request)
    context = {
        "list": listing(request, found.pk),
        "talk": talk_of(user, found, taken_by=taken_by),
        "side": side_of(user, found),
        "form": form,
    }
    _read(found, found.last_seq)
    return render(request, "desk/inbox/inbox.jinja", context, status=status)


def _say(request: HttpRequest, found: Conversation) -> HttpResponse:
    kind = Message.Kind.NOTE if request.POST.get("kind") == Message.Kind.NOTE else Message.Kind.AGENT
    client_id = request.POST.get("client_id", "")[:MAX_CLIENT_ID]
    try:
        message = send_message(found.pk, signed_in(request), request.POST.get("text", ""), client_id, kind)
    except (AlreadyEnded, AlreadyTaken):
        return HttpResponse(status=CONFLICT)
    except NothingSaid:
        return HttpResponse(status=422)
    if not request.headers.get("HX-Request"):
        return redirect("conversation", conversation_id=found.pk)
    return render(request, "desk/inbox/lines.jinja", {"lines": lines_of(found, [message])})


def _read(found: Conversation, seq: int) -> None:
    """What is shown is read; the visitor sees that."""
    if mark_read(found.pk, "agent", seq):
        bus().publish(f"conversation:{found.pk}", {"t": "state"})
