"""How a conversation goes on from state to state. The caller holds its row."""

from foyer.conversations.models import Conversation, State
from foyer.conversations.offering import OFFERED, end_offer
from foyer.conversations.storing import JOINED, Kind, about, say
from foyer.conversations.types import (
    AlreadyEnded,
    AlreadyTaken,
    ConversationAccepted,
    ConversationEnded,
    ConversationStarted,
)
from foyer.events.actions import record
from foyer.lib import clock
from foyer.lib.text import clean_line
from foyer.team.models import User


def begin(conversation: Conversation, words: str, visitor_name: str) -> None:
    """The visitor answers an invitation: from now on it is a chat like others, taken by who invited him."""
    conversation.state, conversation.accepted_at = State.OPEN, clock.now()
    conversation.request_text, conversation.visitor_name = words[:500], clean_line(visitor_name, 120)
    conversation.version += 1
    conversation.save(update_fields=["state", "accepted_at", "request_text", "visitor_name", "version"])
    record(ConversationStarted(**about(conversation, None)))
    record(ConversationAccepted(**about(conversation, conversation.agent)))


def end(conversation: Conversation, by: str, line: str, user: User | None = None) -> None:
    """Over for both sides; `line` is the system's last one."""
    say(conversation, Kind.SYSTEM, line, author=user)
    conversation.state, conversation.ended_at, conversation.ended_by = State.ENDED, clock.now(), by
    conversation.waiting_since = conversation.snoozed_until = None
    end_offer(conversation)
    conversation.version += 1
    changed = ["state", "ended_at", "ended_by", "waiting_since", "snoozed_until", "version", *OFFERED]
    conversation.save(update_fields=changed)
    record(ConversationEnded(**about(conversation, user), by=by))


def accept(conversation: Conversation, agent: User) -> None:
    """The agent takes what waits. Raises AlreadyEnded, AlreadyTaken (R13)."""
    if conversation.state == State.ENDED:
        raise AlreadyEnded
    if conversation.state in {State.OPEN, State.INVITED}:
        raise AlreadyTaken(conversation.agent.name if conversation.agent else "")
    conversation.state, conversation.agent, conversation.accepted_at = State.OPEN, agent, clock.now()
    end_offer(conversation)
    conversation.version += 1
    conversation.save(update_fields=["state", "agent", "accepted_at", "version", *OFFERED])
    record(ConversationAccepted(**about(conversation, agent)))
    say(conversation, Kind.SYSTEM, JOINED, author=agent)


def require_part(conversation: Conversation, agent: User) -> None:
    """Raises AlreadyTaken for who neither has it nor joined."""
    if conversation.agent_id != agent.pk and not conversation.helpers.filter(pk=agent.pk).exists():
        raise AlreadyTaken(conversation.agent.name if conversation.agent else "")
