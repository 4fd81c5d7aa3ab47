"""Words on conversations, the same as on records (E13)."""

from collections.abc import Iterable

from django.db import transaction

from foyer.conversations.models import Conversation
from foyer.conversations.storing import about, held
from foyer.conversations.types import ConversationTagged
from foyer.crm.actions.tags import tags_named
from foyer.events.actions import record
from foyer.team.models import User

MOST_TAGS = 20


@transaction.atomic
def tag_conversation(conversation_id: int, by: User, names: Iterable[str]) -> Conversation:
    """Exactly these tags are on it afterwards, the first twenty; new words become tags."""
    conversation = held(conversation_id)
    wanted = list(tags_named(list(names)[:MOST_TAGS]).values())
    before = list(conversation.tags.all())
    added = sorted(tag.name for tag in wanted if tag not in before)
    removed = sorted(tag.name for tag in before if tag not in wanted)
    if added or removed:
        conversation.tags.set(wanted)
        record(ConversationTagged(**about(conversation, by), added=tuple(added), removed=tuple(removed)))
    return conversation
