"""Who can go on with a chat: the others of its portal, whoever is online first (issue 5)."""

import dataclasses

from foyer.conversations.models import Conversation
from foyer.desk.status.words import Standing, standing_of
from foyer.portals.queries import users_of
from foyer.team.models import User


@dataclasses.dataclass(frozen=True, slots=True)
class Taker:
    """A colleague, or the user, with the chat status."""

    standing: Standing
    is_me: bool

    @property
    def user(self) -> User:
        """Who it is."""
        return self.standing.user


def takers_of(user: User, chat: Conversation) -> list[Taker]:
    """All who may have it and have not: oneself first, then by status and name. One query."""
    others = users_of(chat.portal).exclude(pk=chat.agent_id or 0).select_related("availability")
    takers = [Taker(standing_of(each), is_me=each.pk == user.pk) for each in others]
    return sorted(takers, key=lambda taker: (not taker.is_me, taker.standing.order))
