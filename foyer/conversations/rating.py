"""What the visitor says of a chat once it is over: good or bad, and why (E13)."""

import datetime as dt

from django.db import transaction

from foyer.conversations.models import Conversation, Rating, State
from foyer.conversations.storing import about, held
from foyer.conversations.types import ConversationRated, NotRatable
from foyer.events.actions import record
from foyer.lib import clock
from foyer.lib.text import clean

RATED_WITHIN = dt.timedelta(hours=24)
"""As long as the widget shows a chat that is over."""
MAX_COMMENT = 500


def is_ratable(conversation: Conversation) -> bool:
    """Whether the visitor may say it now: somebody answered, and it ended not long ago."""
    ended_at = conversation.ended_at if conversation.state == State.ENDED else None
    return ended_at is not None and conversation.accepted_at is not None and clock.now() - ended_at < RATED_WITHIN


@transaction.atomic
def rate_conversation(conversation_id: int, rating: Rating, comment: str = "") -> Conversation:
    """The last word counts; the same again changes nothing (R12). Raises NotRatable."""
    conversation = held(conversation_id)
    if not is_ratable(conversation):
        raise NotRatable
    words = clean(comment, MAX_COMMENT)
    if (conversation.rating, conversation.rating_comment) == (rating, words):
        return conversation
    conversation.rating, conversation.rating_comment = rating, words
    conversation.rated_at = conversation.rated_at or clock.now()
    conversation.version += 1
    conversation.save(update_fields=["rating", "rating_comment", "rated_at", "version"])
    record(ConversationRated(**about(conversation, None), rating=rating))
    return conversation
