"""What is done in the inbox besides writing: each view parses, runs one action, and answers with the page."""

import functools

from django.contrib import messages as toasts
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foyer.conversations.actions import accept_conversation, end_conversation, hand_over
from foyer.conversations.types import AlreadyEnded, AlreadyTaken, NotTheirs
from foyer.crm.actions import write_note
from foyer.crm.queries import card_of, person_for_actor, person_of
from foyer.desk.access import signed_in
from foyer.desk.inbox.forms import LeadForm, NoteForm, PhoneForm
from foyer.desk.inbox.handing import Taker, crews_of, takers_of
from foyer.desk.inbox.page import asking, found, page, to_write
from foyer.desk.inbox.side import PHONES, record_of, sales_of
from foyer.desk.records.details import changeable_fields

CONFLICT = 409
REFUSED = 422


@require_POST
def assignment(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Takes a chat that waits; 409 with the winner's name when somebody was faster (F160, R13)."""
    chat = found(request, conversation_id)
    try:
        accept_conversation(chat.pk, signed_in(request))
    except AlreadyTaken as taken:
        return page(request, found(request, conversation_id), taken_by=taken.winner_name, status=CONFLICT)
    except AlreadyEnded:
        toasts.error(request, _("The visitor left before somebody accepted."))
    return to_write(chat.pk)


@require_POST
def closure(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Ends the chat for both sides (F166)."""
    chat = found(request, conversation_id)
    end_conversation(chat.pk, "agent", signed_in(request))
    return redirect("conversation", conversation_id=chat.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Asks who goes on with the chat, and hands it over; one may take it over oneself."""
    chat, user = found(request, conversation_id), signed_in(request)
    takers = takers_of(user, chat)
    crews = {crew.key: crew for crew in crews_of(takers, user, chat)}
    offered = functools.partial(asking, request, "handover", _("Hand over"), chat, takers=takers, crews=crews.values())
    if request.method != "POST":
        return offered(note="", busy=None)
    chosen, note = request.POST.get("to", ""), request.POST.get("note", "")
    crew = crews.get(chosen)
    if crew and crew.taker is None:
        return offered(note=note, busy=crew, status=CONFLICT)
    to = crew.taker if crew else next((taker for taker in takers if str(taker.user.pk) == chosen), None)
    if to is None:
        raise BadRequest("to")
    _hand_over(request, chat.pk, to, note)
    return redirect("conversation", conversation_id=chat.pk)


def _hand_over(request: HttpRequest, conversation_id: int, to: Taker, note: str) -> None:
    try:
        hand_over(conversation_id, to.user, signed_in(request), note)
    except AlreadyEnded:
        toasts.error(request, _("This chat is over."))
    except NotTheirs:
        toasts.error(request, _("%(name)s cannot have this chat any more.") % {"name": to.user.name})
    else:
        mine = _("The chat is yours now.")
        toasts.success(request, mine if to.is_me else _("%(name)s has the chat now") % {"name": to.user.name})


@require_POST
def lead(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Makes a lead of the person and says whose it is; what was typed is kept when it is refused (F177-F182)."""
    chat, form = found(request, conversation_id), LeadForm(request.POST)
    if not form.is_valid():
        return page(request, chat, form=form, status=REFUSED)
    owner = form.save(chat, signed_in(request)).owner
    toasts.success(request, _("Lead created for %(owner)s") % {"owner": owner.name} if owner else _("Lead created"))
    return redirect("conversation", conversation_id=chat.pk)


@require_POST
def notes(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Writes a note on the person's card, and tells its owner when asked to (F164, F177, F183, F184)."""
    chat, form, user = found(request, conversation_id), NoteForm(request.POST), signed_in(request)
    person = person_for_actor(chat.actor_id)
    if person is None:
        raise Http404
    if not form.is_valid():
        return page(request, chat, note=form, status=REFUSED)
    card = card_of(user, chat.actor_id) if "tell" in request.POST else None
    sales = sales_of(user, card.owner_id) if card else None
    write_note(person, user, form.cleaned_data["text"], tell=sales)
    told = _("Note saved on the card, and %(name)s is told") % {"name": sales.name} if sales else ""
    toasts.success(request, told or _("Note saved on the card"))
    return redirect("conversation", conversation_id=chat.pk)


@require_POST
def phone(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """A phone number on the person's card, by who may change it there (F177, F186)."""
    chat, form, user = found(request, conversation_id), PhoneForm(request.POST), signed_in(request)
    card = person_of(chat.actor_id)
    record = record_of(user, card) if card else None
    if record is None:
        raise Http404
    if PHONES not in changeable_fields(user, record):
        raise PermissionDenied
    if form.is_valid():
        form.save(record, user)
    if form.errors:
        return page(request, chat, phone=form, status=REFUSED)
    toasts.success(request, _("Phone saved on the card"))
    return redirect("conversation", conversation_id=chat.pk)
