"""The name of a visitor who answered an invitation: there was no form before it (F28, B7)."""

from django.db import transaction

from foyer.conversations.models import Conversation
from foyer.conversations.types import VisitorIntroduced
from foyer.events.actions import record


@transaction.atomic
def name_visitor(conversation_id: int, name: str) -> bool:
    """The visitor says who he is, once; False when a name is known, before an answer and after the end."""
    conversation = Conversation.objects.select_for_update().get(pk=conversation_id)
    if not conversation.is_nameless:
        return False
    conversation.visitor_name = name
    conversation.version += 1
    conversation.save(update_fields=["visitor_name", "version"])
    facts = {"actor_id": conversation.actor_id, "portal_id": conversation.portal_id}
    record(VisitorIntroduced(subject_id=conversation.pk, **facts))
    return True
