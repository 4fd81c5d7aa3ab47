"""What all verbs of a conversation do: hold its row, say a line, tell what happened."""

import dataclasses
from collections.abc import Collection, Sequence
from typing import TypedDict

from django.db import connection

from foyer.conversations.models import ChatFile, ChatMention, Conversation, Message
from foyer.conversations.types import ColleagueNamed, KeptFile, MessageSent, NothingSaid
from foyer.crm.mentions import named_in
from foyer.events.actions import record
from foyer.lib import clock
from foyer.lib.inserting import insert_many
from foyer.lib.reading import among, read
from foyer.lib.text import clean
from foyer.lib.updating import update_many
from foyer.portals.queries import users_of
from foyer.team.models import User

MAX_TEXT = 4000
MAX_PREVIEW = 200
JOINED, LEFT, OTHER_DEVICE = "joined", "left", "other_device"
"""Lines of the system are stored as codes, so that each reader has them in their language."""
CHANGED = ("last_seq", "last_at", "last_text", "last_kind", "waiting_since", "snoozed_until")
"""What a line changes of its conversation."""
HELD = ("id", "portal_id", "actor_id", "state", "agent_id", "version", "agent_read_seq", "visitor_read_seq", *CHANGED)

Kind = Message.Kind


def held(conversation_id: int) -> Conversation:
    """The row, locked until the transaction ends; on SQLite the transaction itself is the lock."""
    return Conversation.objects.select_for_update().get(pk=conversation_id)


def held_together(conversation_ids: Collection[int]) -> dict[int, Conversation]:
    """The same of several, in the order in which everybody takes them; those that are gone are not among them."""
    lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
    found = read(Conversation, HELD, f"WHERE id {among(conversation_ids)} ORDER BY id {lock}", conversation_ids)
    return {conversation.pk: conversation for conversation in found}


def say(
    conversation: Conversation,
    kind: Message.Kind,
    text: str,
    *,
    client_id: str | None = None,
    author: User | None = None,
    file: KeptFile | None = None,
) -> Message:
    """The next line; that of a file has its name as words."""
    line = next_line(conversation, kind, text, client_id=client_id, author=author)
    store_lines([(line, file)])
    return line


def next_line(
    conversation: Conversation,
    kind: Message.Kind,
    text: str,
    *,
    client_id: str | None = None,
    author: User | None = None,
) -> Message:
    """The same, numbered and not stored yet: the caller holds the conversation."""
    now = clock.now()
    conversation.last_seq += 1
    if kind in {Kind.VISITOR, Kind.AGENT}:
        conversation.last_at, conversation.last_text, conversation.last_kind = now, text[:MAX_PREVIEW], kind
        conversation.waiting_since = None if kind == Kind.AGENT else conversation.waiting_since or now
        conversation.snoozed_until = conversation.snoozed_until if kind == Kind.AGENT else None
    return Message(
        conversation=conversation,
        seq=conversation.last_seq,
        kind=kind,
        author=author,
        text=text,
        client_id=client_id or None,
        at=now,
    )


def store_lines(lines: Sequence[tuple[Message, KeptFile | None]]) -> None:
    """New lines of one or many conversations, in as many statements as for a single one (P4)."""
    messages = [line for line, _ in lines]
    insert_many(messages)
    for line, file in lines:
        if file is not None:
            ChatFile.objects.create(message=line, **dataclasses.asdict(file))
        else:
            Message.file.related.set_cached_value(line, None)  # or each would be asked for
    said_in = {line.conversation_id: line.conversation for line in messages}
    rows = [(pk, *(getattr(chat, name) for name in CHANGED)) for pk, chat in said_in.items()]
    update_many(Conversation, CHANGED, rows)
    record(*[MessageSent(**about(line.conversation, line.author), seq=line.seq, author=line.kind) for line in messages])
    for line in messages:
        if line.kind == Kind.NOTE:
            _mention(line.conversation, line)


def _mention(conversation: Conversation, note: Message) -> None:
    """Whoever is named by @ and may see the conversation hears of it, but for the author (E13, T7)."""
    named = {user.pk for user in named_in(note.text)} - {note.author_id}
    if not named:
        return
    for user_id in users_of(conversation.portal).filter(pk__in=named).values_list("pk", flat=True):
        ChatMention.objects.create(message=note, user_id=user_id)
        record(ColleagueNamed(**about(conversation, note.author), seq=note.seq, named=user_id))


def spoken(text: str) -> str:
    """What is seen of a text; NothingSaid when that is nothing."""
    seen = clean(text, MAX_TEXT)
    if not seen:
        raise NothingSaid
    return seen


class About(TypedDict):
    """What every event of a conversation says."""

    subject_id: int
    actor_id: int
    portal_id: int
    user_id: int | None


def about(conversation: Conversation, user: User | None) -> About:
    """The facts of such an event; `user` is who did it."""
    return {
        "subject_id": conversation.pk,
        "actor_id": conversation.actor_id,
        "portal_id": conversation.portal_id,
        "user_id": user.pk if user else None,
    }
