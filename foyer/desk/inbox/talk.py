"""The middle of the inbox: one conversation, its lines and what can be done with it."""

import dataclasses
import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from foyer.conversations.models import Conversation, Message, State
from foyer.conversations.queries import latest_messages
from foyer.crm.queries import person_of
from foyer.crm.types import PersonCard
from foyer.desk.inbox.listing import name_of
from foyer.desk.people.transcripts import system_text
from foyer.presence.board import board
from foyer.team.models import User


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line; `own` are those of our side."""

    seq: int
    kind: str
    who: str
    text: str
    at: dt.datetime
    client_id: str
    is_read: bool
    starts_day: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Talk:
    """An open conversation. `taken_by` is set when somebody else was faster (R13)."""

    conversation: Conversation
    card: PersonCard | None
    name: str
    is_online: bool
    is_mine: bool
    lines: list[Line]
    taken_by: str = ""

    @property
    def waits(self) -> bool:
        """Nobody has taken it yet."""
        return self.conversation.state == State.WAITING

    @property
    def is_over(self) -> bool:
        """It was ended."""
        return self.conversation.state == State.ENDED


def talk_of(user: User, conversation: Conversation, *, with_lines: bool = True, taken_by: str = "") -> Talk:
    """The conversation as its page shows it."""
    card = person_of(conversation.actor_id)
    name = name_of(conversation, card)
    found = latest_messages(conversation.pk) if with_lines else []
    return Talk(
        conversation=conversation,
        card=card,
        name=name,
        is_online=conversation.actor_id in board.actors_here(),
        is_mine=conversation.agent_id == user.pk,
        lines=lines_of(conversation, found),
        taken_by=taken_by,
    )


def lines_of(conversation: Conversation, messages: Iterable[Message]) -> list[Line]:
    """Lines for the template; system lines are stored as codes and read as sentences."""
    visitor = conversation.visitor_name or _("Visitor")
    lines: list[Line] = []
    day = None
    for message in messages:
        lines.append(_line(message, visitor, conversation.visitor_read_seq, message.at.date() != day))
        day = message.at.date()
    return lines


def _line(message: Message, visitor: str, read_seq: int, starts_day: bool) -> Line:
    author = message.author.name if message.author else ""
    is_system = message.kind == Message.Kind.SYSTEM
    return Line(
        seq=message.seq,
        kind=message.kind,
        who=visitor if message.kind == Message.Kind.VISITOR else author,
        text=system_text(message.text, author or visitor) if is_system else message.text,
        at=message.at,
        client_id=message.client_id or "",
        is_read=message.seq <= read_seq,
        starts_day=starts_day,
    )
