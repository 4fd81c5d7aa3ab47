"""Visitors who may chat no more: the browser until somebody takes it back, an address for a day (E13).

A browser is blocked, and not the person: whoever types the address of somebody else would have them blocked (T1).
"""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from foyer.conversations.actions import end_conversation
from foyer.conversations.models import Block, Conversation
from foyer.conversations.storing import about, held
from foyer.conversations.types import VisitorBlocked, VisitorUnblocked
from foyer.events.actions import record
from foyer.lib import clock
from foyer.lib.text import clean_line
from foyer.team.models import User

ADDRESS_FOR = dt.timedelta(days=1)
MAX_REASON = 200


@transaction.atomic
def block_visitor(conversation_id: int, by: User, reason: str = "", address: str = "") -> Block:
    """Ends the chat, and lets this browser, and with `address` whoever has it today, begin none. Twice is once."""
    conversation = held(conversation_id)
    facts = {"reason": clean_line(reason, MAX_REASON), "by": by, "address": address}
    block, is_new = Block.objects.get_or_create(actor_id=conversation.actor_id, gone_at=None, defaults=facts)
    end_conversation(conversation_id, "agent", by)
    if is_new:
        record(VisitorBlocked(**about(conversation, by)))
    return block


@transaction.atomic
def unblock_visitor(conversation_id: int, by: User) -> None:
    """The visitor may begin chats again; nothing when he may."""
    conversation = held(conversation_id)
    if Block.objects.filter(actor=conversation.actor_id, gone_at=None).update(gone_at=clock.now()):
        record(VisitorUnblocked(**about(conversation, by)))


def block_of(conversation: Conversation) -> Block | None:
    """What stands against its visitor."""
    return Block.objects.filter(actor=conversation.actor_id, gone_at=None).select_related("by").first()


def forget_addresses() -> int:
    """After their day addresses block nobody and are not kept; the blocks of browsers stay (B20). Says how many."""
    over = Q(at__lte=clock.now() - ADDRESS_FOR) | Q(gone_at__isnull=False)
    return Block.objects.filter(over).exclude(address="").update(address="")


def is_blocked(actor_id: int, address: str) -> bool:
    """Whether a browser, or whoever comes from an address, may begin no chat. One query."""
    stands = Q(actor=actor_id)
    if address:
        stands |= Q(address=address, at__gt=clock.now() - ADDRESS_FOR)
    return Block.objects.filter(stands, gone_at=None).exists()
