"""Conversations, their messages and transcripts (F31, F168-F176)."""

import datetime as dt
from typing import Annotated, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from foyer.api.v1.auth import caller
from foyer.api.v1.paging import DEFAULT_LIMIT, MAX_LIMIT, Id, Nothing, Period, newest, optional
from foyer.api.v1.references import PersonRef, PortalRef, UserRef, person_ref, portal_ref, user_ref
from foyer.conversations.models import ChatFile, Conversation, Message, Rating, State
from foyer.conversations.queries import conversation_for, conversations_of, messages_since
from foyer.crm.queries import people_of
from foyer.crm.types import PersonCard

router = Router(tags=["conversations"])
MAX_SEQ = 2**31 - 1
MAX_TRANSCRIPT = 2_000  # lines


class FileOut(Schema):
    """A file that was sent as a line; its content is at conversations/{id}/files/{file id}."""

    id: int
    name: str
    media_type: str
    size: int


class MessageOut(Schema):
    """One line; that of a file has its name as text. Notes are for colleagues only; system lines are `joined`,
    `left`, `ended_by_agent`, `ended_by_visitor`, `no_answer`, `other_device`."""

    seq: int
    kind: Message.Kind
    author: UserRef | None
    text: str
    file: FileOut | None
    at: dt.datetime


class ConversationOut(Schema):
    """One exchange with one visitor."""

    id: int
    portal: PortalRef | None
    channel: str
    state: State
    is_missed: bool
    visitor: PersonRef | None
    visitor_name: str
    agent: UserRef | None
    language: str
    request_text: str
    page_title: str
    page_url: str
    started_at: dt.datetime
    accepted_at: dt.datetime | None
    ended_at: dt.datetime | None
    ended_by: str
    number_of_messages: int
    rating: Rating | Literal[""]
    rating_comment: str
    rated_at: dt.datetime | None


class ConversationWithMessages(ConversationOut):
    """The same with what was said: line by line, and as a text without the notes."""

    messages: list[MessageOut]
    transcript: str


class Conversations(Schema):
    """A page of conversations."""

    items: list[ConversationOut]
    next_cursor: str | None


class Messages(Schema):
    """Some messages, the oldest first."""

    items: list[MessageOut]
    next_cursor: str | None


class ConversationFilter(Period):
    """Which conversations; `from` and `to` mean the start."""

    portal: Id | Nothing = optional(description="Of this portal.")
    state: Literal["waiting", "invited", "open", "ended"] | Nothing = optional(description="In this state.")
    agent: Id | Nothing = optional(description="Taken by this user.")
    lead: Id | Nothing = optional(description="With this lead.")
    contact: Id | Nothing = optional(description="With this contact.")


class MessagePaging(Schema):
    """Which messages of a conversation."""

    cursor: Annotated[int, Field(ge=0, le=MAX_SEQ)] | Nothing = optional(description="next_cursor of the page before.")
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="How many.")


@router.get("", response=Conversations, summary="Conversations")
def conversation_list(request: HttpRequest, filters: Query[ConversationFilter]) -> Conversations:
    """Conversations on the portals that the owner of the token sees, the newest first."""
    chosen = _chosen(conversations_of(caller(request), filters.portal), filters)
    rows, following = newest(chosen, filters, "started_at")
    people = people_of({row.actor_id for row in rows})
    return Conversations(items=[_conversation(row, people.get(row.actor_id)) for row in rows], next_cursor=following)


@router.get("/{conversation_id}", response=ConversationWithMessages, summary="One conversation")
def conversation_one(request: HttpRequest, conversation_id: Annotated[Id, Path()]) -> ConversationWithMessages:
    """One conversation with its first 2,000 messages; there are seldom more, see messages."""
    row = conversation_for(caller(request), conversation_id)
    lines = messages_since(row.pk, 0, with_notes=True, limit=MAX_TRANSCRIPT)
    shown = _conversation(row, people_of([row.actor_id]).get(row.actor_id))
    return ConversationWithMessages(
        **dict(shown), messages=[_message(line) for line in lines], transcript=transcript_of(row, lines)
    )


@router.get("/{conversation_id}/messages", response=Messages, summary="Messages of a conversation")
def message_list(
    request: HttpRequest, conversation_id: Annotated[Id, Path()], paging: Query[MessagePaging]
) -> Messages:
    """The messages in their order, notes among them."""
    row = conversation_for(caller(request), conversation_id)
    lines = messages_since(row.pk, paging.cursor or 0, with_notes=True, limit=paging.limit + 1)
    shown = lines[: paging.limit]
    following = str(shown[-1].seq) if len(lines) > paging.limit else None
    return Messages(items=[_message(line) for line in shown], next_cursor=following)


def transcript_of(conversation: Conversation, lines: list[Message]) -> str:
    """What was said as text, one line each: time in UTC, who, what."""
    said = [line for line in lines if line.kind in {Message.Kind.VISITOR, Message.Kind.AGENT}]
    return "\n".join(f"{line.at:%Y-%m-%d %H:%M} {_speaker(conversation, line)}: {line.text}" for line in said)


def _chosen(conversations: QuerySet[Conversation], filters: ConversationFilter) -> QuerySet[Conversation]:
    conversations = filters.within(conversations, "started_at")
    exact = {
        "state": filters.state,
        "agent": filters.agent,
        "actor__profile__actors__lead": filters.lead,
        "actor__profile__actors__contact": filters.contact,
    }
    return conversations.filter(**{name: value for name, value in exact.items() if value is not None})


def _conversation(row: Conversation, card: PersonCard | None) -> ConversationOut:
    return ConversationOut(
        id=row.pk,
        portal=portal_ref(row.portal),
        channel=row.channel,
        state=State(row.state),
        is_missed=row.missed_at is not None and row.accepted_at is None,
        visitor=person_ref(card),
        visitor_name=row.visitor_name,
        agent=user_ref(row.agent),
        language=row.language,
        request_text=row.request_text,
        page_title=row.page_title,
        page_url=row.page_url,
        started_at=row.started_at,
        accepted_at=row.accepted_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        number_of_messages=row.last_seq,
        rating=Rating(row.rating) if row.rating else "",
        rating_comment=row.rating_comment,
        rated_at=row.rated_at,
    )


def _message(line: Message) -> MessageOut:
    return MessageOut(
        seq=line.seq,
        kind=Message.Kind(line.kind),
        author=user_ref(line.author),
        text=line.text,
        file=_file(line.file) if hasattr(line, "file") else None,
        at=line.at,
    )


def _file(file: ChatFile) -> FileOut:
    return FileOut(id=file.pk, name=file.name, media_type=file.media_type, size=file.size)


def _speaker(conversation: Conversation, line: Message) -> str:
    if line.kind == Message.Kind.VISITOR:
        return conversation.visitor_name or "Visitor"
    return line.author.name if line.author else "Agent"
