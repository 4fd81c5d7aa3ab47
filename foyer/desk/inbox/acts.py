"""What is done in the inbox besides writing: each view parses, runs one action, and answers with the page."""

from django.contrib import messages as toasts
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foyer.conversations.actions import accept_conversation, end_conversation
from foyer.conversations.types import AlreadyEnded, AlreadyTaken
from foyer.crm.actions import write_note
from foyer.crm.queries import person_for_actor
from foyer.desk.access import signed_in
from foyer.desk.inbox.forms import LeadForm, NoteForm
from foyer.desk.inbox.page import found, page, to_write

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
    """Writes a note on the person's card (F164, F177)."""
    chat, form = found(request, conversation_id), NoteForm(request.POST)
    person = person_for_actor(chat.actor_id)
    if person is None:
        raise Http404
    if not form.is_valid():
        return page(request, chat, note=form, status=REFUSED)
    write_note(person, signed_in(request), form.cleaned_data["text"])
    toasts.success(request, _("Note saved on the card"))
    return redirect("conversation", conversation_id=chat.pk)
