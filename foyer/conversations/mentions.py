"""Colleagues named in the notes of a conversation have looked at it (E13)."""

from foyer.conversations.models import ChatMention
from foyer.lib import clock
from foyer.team.models import User


def see_chat_mentions(user: User, conversation_id: int) -> None:
    """The user has this conversation before them."""
    here = ChatMention.objects.filter(user=user, seen_at=None, message__conversation=conversation_id)
    here.update(seen_at=clock.now())
