"""Whom the person of a conversation may be besides: shown, not guessed, and a colleague decides (B4)."""

import dataclasses

from django.contrib import messages as toasts
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foyer.conversations.models import Conversation
from foyer.crm.actions import recognise_visitor, undo_decision
from foyer.crm.duplicates import Match, known_as, matches_of, similar
from foyer.crm.modules import AnyRecord
from foyer.crm.queries import person_of
from foyer.crm.types import ModuleName, PersonCard
from foyer.desk.access import signed_in
from foyer.desk.inbox.page import found
from foyer.desk.inbox.side import record_of
from foyer.desk.merging.words import reason_word
from foyer.desk.records.details import is_open
from foyer.desk.records.reading import record_open
from foyer.identity.queries import decisions_of, identifiers_of
from foyer.lib.text import id_from
from foyer.team.models import User
from foyer.team.types import Refusal

SHOWN = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Suggestion:
    """A record that may be the person, and why. `may_say` when the user may say that it is."""

    match: Match
    reason: str
    may_say: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Matches:
    """What is shown of them beside a conversation; `record` is the one that the person has, where the user sees it."""

    conversation: Conversation
    card: PersonCard | None
    record: AnyRecord | None
    suggestions: list[Suggestion]


def matches_in(user: User, chat: Conversation) -> Matches:
    """Records that match besides the person's own, or what is known of somebody without one; a fixed number of queries.

    Whoever may not see the card sees no others either.
    """
    card = person_of(chat.actor_id)
    record = record_of(user, card) if card else None
    if card is None:
        matches = similar("lead", user, known_as(chat.visitor_name, identifiers_of(chat.actor_id)))
    else:
        matches = matches_of(record, user) if record else []
    suggestions = [
        Suggestion(match, reason_word(match.reason), card is None and is_open(user, match.record))
        for match in matches[:SHOWN]
    ]
    return Matches(chat, card, record, suggestions)


@require_safe
def matches(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The box beside a conversation, fetched when the pane is there."""
    shown = matches_in(signed_in(request), found(request, conversation_id))
    return render(request, "desk/inbox/matches.jinja", {"matches": shown})


@require_POST
def person(request: HttpRequest, conversation_id: int, module: ModuleName, record_id: int) -> HttpResponse:
    """The visitor is the person of this record, says the user; `undo` takes that back (B1)."""
    chat, subject, user = found(request, conversation_id), record_open(request, module, record_id), signed_in(request)
    if module not in {"lead", "contact"}:
        raise PermissionDenied
    try:
        if "undo" in request.GET:
            decided = get_object_or_404(decisions_of(subject.actor_id), pk=id_from(request.GET["undo"]))
            undo_decision(subject, user, decided)
            toasts.success(request, _("Undone"))
        else:
            decision = recognise_visitor(chat.actor, subject, user)
            undo = reverse("conversation_person", args=[chat.pk, module, subject.pk]) + f"?undo={decision.pk}"
            known = _("Recognised as %(name)s") % {"name": subject.name or _("No name")}
            toasts.success(request, known, extra_tags=undo)
    except Refusal as refusal:
        toasts.error(request, refusal.sentence)
    return redirect("conversation", conversation_id=chat.pk)
