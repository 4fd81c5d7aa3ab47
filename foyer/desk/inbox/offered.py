"""To whom alone a waiting chat is offered now (E12)."""

from django.utils.translation import gettext as _

from foyer.conversations.models import Conversation, State
from foyer.team.models import User
from foyer.team.queries import first_name_of


def offered_to(user: User, conversation: Conversation) -> str:
    """The first name, or "you"; empty when it rings for all, or not at all."""
    if conversation.state != State.WAITING or conversation.offered_to_id is None:
        return ""
    if conversation.offered_to_id == user.pk:
        return _("you")
    return first_name_of(conversation.offered_to_id)
