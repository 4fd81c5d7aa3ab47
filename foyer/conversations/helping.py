"""A second agent in a conversation: answers as well, without taking it away from its agent (E13)."""

from django.db import transaction

from foyer.conversations.models import Conversation, State
from foyer.conversations.storing import JOINED, LEFT, Kind, about, held, say
from foyer.conversations.types import AlreadyEnded, ConversationJoined, ConversationLeft, NotTheirs
from foyer.events.actions import record
from foyer.portals.queries import portals_of
from foyer.team.models import User


@transaction.atomic
def join_conversation(conversation_id: int, helper: User) -> Conversation:
    """The helper joins; the visitor reads who it is. Who is in it already changes nothing (R12).

    Raises AlreadyEnded, also for what nobody has taken yet, NotTheirs.
    """
    conversation = held(conversation_id)
    if conversation.state != State.OPEN:
        raise AlreadyEnded
    if not portals_of(helper).filter(pk=conversation.portal_id).exists():
        raise NotTheirs
    if conversation.agent_id == helper.pk or conversation.helpers.filter(pk=helper.pk).exists():
        return conversation
    conversation.helpers.add(helper)
    _changed(conversation)
    record(ConversationJoined(**about(conversation, helper)))
    say(conversation, Kind.SYSTEM, JOINED, author=helper)
    return conversation


@transaction.atomic
def leave_conversation(conversation_id: int, helper: User) -> Conversation:
    """The helper goes again, also after the end; who is not in it changes nothing."""
    conversation = held(conversation_id)
    if not conversation.helpers.filter(pk=helper.pk).exists():
        return conversation
    conversation.helpers.remove(helper)
    _changed(conversation)
    record(ConversationLeft(**about(conversation, helper)))
    if conversation.state == State.OPEN:
        say(conversation, Kind.SYSTEM, LEFT, author=helper)
    return conversation


def _changed(conversation: Conversation) -> None:
    conversation.version += 1
    conversation.save(update_fields=["version"])
