"""The inbox: each view parses, runs one query or action, and answers with one fragment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from foyer.conversations.actions import send_message
from foyer.conversations.canned import MAX_SHORTCUT
from foyer.conversations.mentions import see_chat_mentions
from foyer.conversations.models import Conversation, Message
from foyer.conversations.queries import canned_replies_matching, latest_messages, messages_since
from foyer.conversations.types import AlreadyEnded, AlreadyTaken, NothingSaid
from foyer.conversations.variables import values_for
from foyer.crm.queries import person_of
from foyer.desk.access import signed_in
from foyer.desk.inbox.listing import listing, name_of, tag_tabs
from foyer.desk.inbox.page import found, note_read, page
from foyer.desk.inbox.popups import words_of
from foyer.desk.inbox.side import side_of
from foyer.desk.inbox.talk import MAX_CLIENT_ID, earlier_url, lines_of, talk_of
from foyer.lib.variables import filled_in

CONFLICT = 409
REFUSED = 422
UNCHANGED = 204
CANNED_SHOWN = 8


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The list, with nothing open."""
    shown = listing(request)
    context = {"list": shown, "tags": tag_tabs(signed_in(request), shown.asked), "talk": None}
    return render(request, "desk/inbox/inbox.jinja", context)


@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The list again, on nudges."""
    return render(request, "desk/inbox/rows.jinja", {"list": listing(request, _number(request, "on"))})


@require_safe
def conversation(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The list, and one conversation with its person."""
    return page(request, found(request, conversation_id))


@require_safe
def head(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Who it is with and who has it, again."""
    chat, view = found(request, conversation_id), request.GET.get("view", "")[:20]
    talk = talk_of(signed_in(request), chat, with_lines=False, view=view if view.isalpha() else "")
    return render(request, "desk/inbox/head.jinja", {"talk": talk})


@require_safe
def foot(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """What can be done now; nothing when that is the same as on the page, so that no draft is touched (R14)."""
    chat = found(request, conversation_id)
    if request.GET.get("version") == str(chat.version):
        return HttpResponse(status=UNCHANGED)
    return render(request, "desk/inbox/foot.jinja", {"talk": talk_of(signed_in(request), chat, with_lines=False)})


@require_safe
def popup(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Somebody answered my invitation (B7), a colleague handed me a chat or named me in a note of one, one is back.

    Nothing once the note has been looked at.
    """
    chat = found(request, conversation_id)
    why = next((each for each in ("handed", "back", "named") if each in request.GET), "answered")
    words = words_of(signed_in(request), chat, why)
    if words is None:
        return HttpResponse(status=UNCHANGED)
    card, (happened, body) = person_of(chat.actor_id), words
    face_name = (card.name if card else "") or chat.visitor_name
    context = {"chat": chat, "name": name_of(chat, card), "face_name": face_name, "happened": happened, "body": body}
    return render(request, "desk/inbox/popup.jinja", context)


@require_safe
def side(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The person again."""
    shown = side_of(signed_in(request), found(request, conversation_id))
    return render(request, "desk/inbox/side.jinja", {"side": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Says a line (R11); or shows those after `since`, or those before `before`."""
    chat = found(request, conversation_id)
    if request.method == "POST":
        return _say(request, chat)
    if before := _number(request, "before"):
        return _lines(request, chat, latest_messages(chat.pk, before=before), with_earlier=True)
    fresh = messages_since(chat.pk, _number(request, "since"), with_notes=True)
    note_read(request, chat, fresh[-1].seq if fresh else 0)
    if any(line.kind == Message.Kind.NOTE for line in fresh):
        see_chat_mentions(signed_in(request), chat.pk)
    return _lines(request, chat, fresh)


@require_safe
def canned(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Canned replies whose shortcut begins as was typed behind a /, as they would be sent here (E13)."""
    chat, user, begin = found(request, conversation_id), signed_in(request), request.GET.get("q", "")[:MAX_SHORTCUT]
    values = values_for(chat, user)
    replies = [(reply, filled_in(reply.text, values)) for reply in canned_replies_matching(user, begin, CANNED_SHOWN)]
    context = {"replies": replies, "any": bool(replies or begin)}
    return render(request, "desk/inbox/canned.jinja", context)


def _say(request: HttpRequest, chat: Conversation) -> HttpResponse:
    kind = Message.Kind.NOTE if request.POST.get("kind") == Message.Kind.NOTE else Message.Kind.AGENT
    client_id = request.POST.get("client_id", "")[:MAX_CLIENT_ID]
    try:
        message = send_message(chat.pk, signed_in(request), request.POST.get("text", ""), client_id, kind)
    except (AlreadyEnded, AlreadyTaken):
        return HttpResponse(status=CONFLICT)
    except NothingSaid:
        return HttpResponse(status=REFUSED)
    if not request.headers.get("HX-Request"):
        return redirect("conversation", conversation_id=chat.pk)
    return _lines(request, chat, [message])


def _lines(
    request: HttpRequest, chat: Conversation, shown: list[Message], *, with_earlier: bool = False
) -> HttpResponse:
    context = {"lines": lines_of(chat, shown), "earlier_url": earlier_url(chat, shown) if with_earlier else ""}
    return render(request, "desk/inbox/lines.jinja", context)


def _number(request: HttpRequest, name: str) -> int:
    """A number of the address; 0 for what is none or too long for the database."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
