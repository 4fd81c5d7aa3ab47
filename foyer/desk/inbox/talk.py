"""The middle of the inbox: one conversation, its lines and what can be done with it (F162-F166, F170-F174)."""

import dataclasses
import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from foyer.conversations.blocking import block_of
from foyer.conversations.models import Block, Conversation, Message, State
from foyer.conversations.queries import latest_messages, named_in_notes
from foyer.crm.queries import card_of
from foyer.crm.types import PersonCard
from foyer.desk.files.shown import ChatFileShown, chat_file_shown
from foyer.desk.inbox.listing import name_of
from foyer.desk.inbox.offered import offered_to
from foyer.desk.notes.rendering import note_html
from foyer.desk.records.transcripts import system_text
from foyer.lib.tokens import new_secret
from foyer.presence.board import Visitor, board
from foyer.team.models import User

MAX_CLIENT_ID = 40


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line. `face` is empty for visitors who never gave a name."""

    seq: int
    kind: str
    who: str
    face: str
    country: str
    text: str
    at: dt.datetime
    client_id: str
    is_read: bool
    starts_day: bool
    file: ChatFileShown | None = None
    html: Markup | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Talk:
    """An open conversation. `taken_by` is set when somebody else was faster (R13)."""

    conversation: Conversation
    card: PersonCard | None
    name: str
    face: str
    here: Visitor | None
    helpers: list[str]
    is_helper: bool
    may_answer: bool
    tags: list[str]
    block: Block | None
    lines: list[Line]
    earlier_url: str
    view: str
    taken_by: str
    offered_to: str
    client_id: str
    limit_mb: int

    @property
    def waits(self) -> bool:
        """Nobody has taken it yet."""
        return self.conversation.state == State.WAITING

    @property
    def is_invited(self) -> bool:
        """The agent wrote first, and the visitor has not answered."""
        return self.conversation.state == State.INVITED

    @property
    def is_over(self) -> bool:
        """It was ended."""
        return self.conversation.state == State.ENDED


def talk_of(
    user: User, conversation: Conversation, *, with_lines: bool = True, view: str = "", taken_by: str = ""
) -> Talk:
    """The conversation as its page shows it."""
    card = card_of(user, conversation.actor_id)
    found = latest_messages(conversation.pk) if with_lines else []
    helpers = dict(conversation.helpers.order_by("name").values_list("pk", "name"))
    return Talk(
        conversation=conversation,
        card=card,
        name=name_of(conversation, card),
        face=(card.name if card else "") or conversation.visitor_name,
        here=_here(conversation),
        helpers=list(helpers.values()),
        is_helper=user.pk in helpers,
        may_answer=conversation.agent_id == user.pk or user.pk in helpers,
        tags=list(conversation.tags.order_by("name").values_list("name", flat=True)),
        block=block_of(conversation),
        lines=lines_of(conversation, found),
        earlier_url=earlier_url(conversation, found),
        view=view,
        taken_by=taken_by,
        offered_to=offered_to(user, conversation),
        client_id=new_secret()[:MAX_CLIENT_ID],
        limit_mb=settings.MAX_FILE_MB,
    )


def lines_of(conversation: Conversation, messages: Iterable[Message]) -> list[Line]:
    """Lines for the template; system lines are stored as codes and read as sentences."""
    here, day, shown = _here(conversation), None, list(messages)
    names = named_in_notes([message.pk for message in shown if message.kind == Message.Kind.NOTE])
    lines: list[Line] = []
    for message in shown:
        said_on = timezone.localdate(message.at)
        line = _line(message, conversation, here.country if here else "", names.get(message.pk, []))
        lines.append(dataclasses.replace(line, starts_day=day is not None and said_on != day))
        day = said_on
    return lines


def earlier_url(conversation: Conversation, messages: list[Message]) -> str:
    """Where the lines before these are fetched; empty when these begin with the first."""
    if not messages or messages[0].seq <= 1:
        return ""
    path = reverse("conversation_messages", kwargs={"conversation_id": conversation.pk})
    return f"{path}?before={messages[0].seq}"


def _here(conversation: Conversation) -> Visitor | None:
    return board.visitor_of(conversation.actor_id)


def _line(message: Message, conversation: Conversation, country: str, names: list[str]) -> Line:
    visitor, author = conversation.visitor_name or _("Visitor"), message.author.name if message.author else ""
    is_system = message.kind == Message.Kind.SYSTEM
    return Line(
        seq=message.seq,
        kind=message.kind,
        who=visitor if message.kind == Message.Kind.VISITOR else author,
        face=conversation.visitor_name,
        country=country,
        text=system_text(message.text, author or visitor) if is_system else message.text,
        at=message.at,
        client_id=message.client_id or "",
        is_read=message.seq <= conversation.visitor_read_seq,
        starts_day=False,
        file=chat_file_shown(message),
        html=note_html(message.text, names) if message.kind == Message.Kind.NOTE else None,
    )
