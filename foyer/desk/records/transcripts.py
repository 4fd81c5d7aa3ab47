"""Chats as they are shown away from the inbox: request, agent, begin, end and every line (F31, F168-F175)."""

import dataclasses
import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from foyer.conversations.models import Conversation, Message
from foyer.conversations.queries import transcripts
from foyer.desk.files.shown import ChatFileShown, chat_file_shown


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line of a chat; `kind` as in Message."""

    kind: str
    who: str
    text: str
    at: dt.datetime
    file: ChatFileShown | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Transcript:
    """A chat with its lines. `invitation` is what became of one without an answer: waits, declined, taken_back or
    unanswered; empty for chats. `rating` is good, bad, or nothing. `lines` is empty where only the
    head was asked for."""

    id: int
    visitor: str
    agent: str
    request: str
    started_at: dt.datetime
    ended_at: dt.datetime | None
    missed: bool
    invitation: str
    messages: int
    rating: str = ""
    comment: str = ""
    lines: tuple[Line, ...] = ()


def transcripts_of(chats: Collection[Conversation]) -> list[Transcript]:
    """Whole transcripts without the notes of colleagues; one query for any number of chats."""
    said = transcripts([chat.pk for chat in chats])
    return [
        dataclasses.replace(head(chat), lines=tuple(_line(line, chat.visitor_name) for line in said[chat.pk]))
        for chat in chats
    ]


def head(chat: Conversation) -> Transcript:
    """The chat without its lines."""
    return Transcript(
        id=chat.pk,
        visitor=chat.visitor_name or _("Visitor"),
        agent=chat.agent.name if chat.agent else "",
        request=chat.request_text,
        started_at=chat.started_at,
        ended_at=chat.ended_at,
        missed=chat.missed_at is not None and chat.agent is None,
        invitation=_invitation(chat),
        messages=chat.last_seq,
        rating=chat.rating,
        comment=chat.rating_comment,
    )


def _invitation(chat: Conversation) -> str:
    if chat.is_chat:
        return ""
    if chat.declined_at:
        return "declined"
    if chat.ended_by == "agent":
        return "taken_back"
    return "unanswered" if chat.ended_at else "waits"


def _line(message: Message, visitor: str) -> Line:
    author = message.author.name if message.author else ""
    who = visitor or _("Visitor")
    if message.kind == Message.Kind.SYSTEM:
        return Line(message.kind, "", system_text(message.text, author or who), message.at)
    speaker = who if message.kind == Message.Kind.VISITOR else author
    return Line(message.kind, speaker, message.text, message.at, chat_file_shown(message))


def system_text(code: str, who: str) -> str:
    """System lines are stored as codes, so that each reader has them in their language."""
    texts = {
        "joined": _("%(who)s joined the chat"),
        "left": _("%(who)s left the chat"),
        "ended_by_agent": _("%(who)s ended the chat"),
        "ended_by_visitor": _("%(who)s left the chat"),
        "no_answer": _("There was no answer"),
        "other_device": _("%(who)s goes on on another device as well"),
    }
    return texts[code] % {"who": who} if code in texts else code
