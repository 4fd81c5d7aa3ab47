"""What all verbs of a conversation do: hold its row, say a line, tell what happened."""

import dataclasses
from typing import TypedDict

from foyer.conversations.models import ChatFile, ChatMention, Conversation, Message
from foyer.conversations.types import ColleagueNamed, KeptFile, MessageSent, NothingSaid
from foyer.crm.mentions import named_in
from foyer.events.actions import record
from foyer.lib import clock
from foyer.lib.text import clean
from foyer.portals.queries import users_of
from foyer.team.models import User

MAX_TEXT = 4000
MAX_PREVIEW = 200
JOINED, LEFT, OTHER_DEVICE = "joined", "left", "other_device"
"""Lines of the system are stored as codes, so that each reader has them in their language."""

Kind = Message.Kind


def held(conversation_id: int) -> Conversation:
    """The row, locked until the transaction ends; on SQLite the transaction itself is the lock."""
    return Conversation.objects.select_for_update().get(pk=conversation_id)


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
    now = clock.now()
    message = Message.objects.create(
        conversation=conversation,
        seq=conversation.last_seq + 1,
        kind=kind,
        author=author,
        text=text,
        client_id=client_id or None,
        at=now,
    )
    if file is not None:
        ChatFile.objects.create(message=message, **dataclasses.asdict(file))
    conversation.last_seq = message.seq
    if kind in {Kind.VISITOR, Kind.AGENT}:
        conversation.last_at, conversation.last_text, conversation.last_kind = now, text[:MAX_PREVIEW], kind
        conversation.waiting_since = None if kind == Kind.AGENT else conversation.waiting_since or now
    conversation.save(update_fields=["last_seq", "last_at", "last_text", "last_kind", "waiting_since"])
    record(MessageSent(**about(conversation, author), seq=message.seq, author=kind))
    if kind == Kind.NOTE:
        _mention(conversation, message)
    return message


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
