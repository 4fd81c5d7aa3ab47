"""The page of the inbox with a conversation open: what several views answer with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from foyer.conversations.mentions import see_chat_mentions
from foyer.conversations.models import Conversation
from foyer.conversations.queries import conversation_for
from foyer.conversations.seen import mark_read
from foyer.desk.access import or_404, signed_in
from foyer.desk.inbox.forms import LeadForm, NoteForm, PhoneForm
from foyer.desk.inbox.listing import home_of, listing, tag_tabs
from foyer.desk.inbox.side import side_of
from foyer.desk.inbox.talk import talk_of
from foyer.lib.bus import bus

OK = 200


def found(request: HttpRequest, conversation_id: int) -> Conversation:
    """The conversation; 404 alike for what is not there and what may not be seen (T7)."""
    return or_404(conversation_for, signed_in(request), conversation_id)


def to_write(conversation_id: int) -> HttpResponse:
    """Leads to a conversation that was just accepted, into the field for the answer."""
    return redirect(reverse("conversation", args=[conversation_id]) + "#write")


def asking(
    request: HttpRequest, asked: str, title: str, chat: Conversation, *, status: int = OK, **context: object
) -> HttpResponse:
    """What `<asked>_form.jinja` asks about a conversation: a dialog, or a page where scripts do not run."""
    name = "dialog" if request.headers.get("HX-Request") else "alone"
    context |= {"asked": asked, "title": title, "chat": chat}
    return render(request, f"desk/inbox/{name}.jinja", context, status=status)


def page(
    request: HttpRequest,
    chat: Conversation,
    *,
    taken_by: str = "",
    form: LeadForm | None = None,
    note: NoteForm | None = None,
    phone: PhoneForm | None = None,
    status: int = OK,
) -> HttpResponse:
    """List, conversation and person. `taken_by` and the refused forms say what did not work."""
    user = signed_in(request)
    see_chat_mentions(user, chat.pk)
    note_read(request, chat, chat.last_seq)
    shown = listing(request, chat.pk, home_of(user, chat))
    context = {
        "list": shown,
        "tags": tag_tabs(user, shown.asked),
        "talk": talk_of(user, chat, view=shown.view, taken_by=taken_by),
        "side": side_of(user, chat, form=form, note=note, phone=phone),
    }
    return render(request, "desk/inbox/inbox.jinja", context, status=status)


def note_read(request: HttpRequest, chat: Conversation, seq: int) -> None:
    """What its agent has on screen is read, and the visitor sees that; colleagues who look in change nothing."""
    is_new = chat.agent_id == signed_in(request).pk and chat.agent_read_seq < seq
    if is_new and mark_read(chat.pk, "agent", seq):
        bus().publish(f"conversation:{chat.pk}", {"t": "state"})
