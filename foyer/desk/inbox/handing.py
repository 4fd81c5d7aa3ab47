"""Who can go on with a chat: the others of its portal, whoever is online first (issue 5)."""

import dataclasses

from foyer.conversations.models import Conversation
from foyer.portals.queries import users_of
from foyer.team.models import State, User

ORDER = {State.ONLINE: 0, State.AWAY: 1, State.OFFLINE: 2}


@dataclasses.dataclass(frozen=True, slots=True)
class Taker:
    """A colleague, or the user, with the chat status."""

    user: User
    state: State
    is_me: bool


def takers_of(user: User, chat: Conversation) -> list[Taker]:
    """All who may have it and have not: oneself first, then by status and name. One query."""
    others = users_of(chat.portal).exclude(pk=chat.agent_id or 0).select_related("availability")
    takers = [Taker(each, _state_of(each), each.pk == user.pk) for each in others]
    return sorted(takers, key=lambda taker: (not taker.is_me, ORDER[taker.state], taker.user.name))


def _state_of(user: User) -> State:
    kept = getattr(user, "availability", None)
    return State(kept.state) if kept else State.OFFLINE
