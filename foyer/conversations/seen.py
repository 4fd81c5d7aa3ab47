"""How far each side has seen a conversation; marks only go on."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from foyer.conversations.models import Conversation
from foyer.conversations.storing import held_together
from foyer.lib.updating import update_many

MARKS = {"agent": "agent_read_seq", "visitor": "visitor_read_seq"}


class Seen(NamedTuple):
    """One side (agent or visitor) has seen the lines up to `seq`."""

    conversation_id: int
    side: str
    seq: int


def mark_read(conversation_id: int, side: str, seq: int) -> bool:
    """Whether this mark went on."""
    return mark_read_together([Seen(conversation_id, side, seq)])[0]


@transaction.atomic
def mark_read_together(seen: Sequence[Seen]) -> list[bool]:
    """The same of many at once (P4)."""
    chats = held_together({one.conversation_id for one in seen})
    went_on = [_goes_on(chats.get(one.conversation_id), one) for one in seen]
    changed = {one.conversation_id for one, did in zip(seen, went_on, strict=True) if did}
    rows = [(pk, chats[pk].agent_read_seq, chats[pk].visitor_read_seq) for pk in sorted(changed)]
    update_many(Conversation, tuple(MARKS.values()), rows)
    return went_on


def _goes_on(chat: Conversation | None, one: Seen) -> bool:
    mark = MARKS[one.side]
    if chat is None or not getattr(chat, mark) < one.seq <= chat.last_seq:
        return False
    setattr(chat, mark, one.seq)
    return True
