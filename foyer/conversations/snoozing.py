"""Chats that are put aside: back at their time, or when the visitor writes before (ui.md, inbox)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from foyer.conversations.models import Conversation, State
from foyer.conversations.states import require_part
from foyer.conversations.storing import about, held
from foyer.conversations.types import AlreadyEnded, ConversationBack, ConversationSnoozed
from foyer.events.actions import record
from foyer.lib import clock
from foyer.team.models import User
from foyer.team.types import Refusal

MOST_AHEAD = dt.timedelta(days=366)


@transaction.atomic
def snooze(conversation_id: int, by: User, until: dt.datetime) -> Conversation:
    """Puts a chat aside until then. The visitor does not see it.

    Raises AlreadyEnded, also for what nobody has taken yet, AlreadyTaken for who has no part in it, and Refusal for a
    time that has passed or is more than a year ahead.
    """
    conversation, now = held(conversation_id), clock.now()
    if conversation.state != State.OPEN:
        raise AlreadyEnded
    require_part(conversation, by)
    if not now < until <= now + MOST_AHEAD:
        raise Refusal(_("Choose a time within the next year."))
    conversation.snoozed_until = until
    conversation.save(update_fields=["snoozed_until"])
    record(ConversationSnoozed(**about(conversation, by), until=until.isoformat()))
    return conversation


@transaction.atomic
def take_up(conversation_id: int, by: User) -> Conversation:
    """Brings a chat back before its time; one that is not put aside is left as it is. Raises AlreadyTaken."""
    conversation = held(conversation_id)
    require_part(conversation, by)
    if conversation.snoozed_until is not None:
        _bring_back(conversation, by, is_due=False)
    return conversation


def bring_due_back(now: dt.datetime) -> int:
    """Brings back what was put aside until now; how many were."""
    due = Conversation.objects.filter(snoozed_until__lte=now).order_by("snoozed_until").values_list("pk", flat=True)
    return sum(_bring_due_back(conversation_id, now) for conversation_id in list(due))


@transaction.atomic
def _bring_due_back(conversation_id: int, now: dt.datetime) -> bool:
    conversation = held(conversation_id)
    is_due = conversation.snoozed_until is not None and conversation.snoozed_until <= now
    if is_due:
        _bring_back(conversation, None, is_due=True)
    return is_due


def _bring_back(conversation: Conversation, by: User | None, *, is_due: bool) -> None:
    conversation.snoozed_until = None
    conversation.save(update_fields=["snoozed_until"])
    record(ConversationBack(**about(conversation, by), is_due=is_due))
