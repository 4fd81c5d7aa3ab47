"""Who can go on with a chat: the others of its portal, whoever is online first (issue 5)."""

import dataclasses

from foyer.conversations.models import Conversation
from foyer.portals.queries import users_of
from foyer.team.models import NO_WINDOW, State, User

ORDER = {State.ONLINE: 0, State.AWAY: 1, State.OFFLINE: 2}


@dataclasses.dataclass(frozen=True, slots=True)
class Taker:
    """A colleague, or the user, with the chat status."""

    user: User
    state: State
    has_left: bool
    is_me: bool


def takers_of(user: User, chat: Conversation) -> list[Taker]:
    """All who may have it and have not: oneself first, then by status and name. One query."""
    others = users_of(chat.portal).exclude(pk=chat.agent_id or 0).select_related("availability")
    takers = [_taker(each, is_me=each.pk == user.pk) for each in others]
    return sorted(takers, key=lambda taker: (not taker.is_me, ORDER[taker.state], taker.user.name))


def _taker(user: User, *, is_me: bool) -> Taker:
    kept = getattr(user, "availability", None)
    state = State(kept.state) if kept else State.OFFLINE
    return Taker(user, state, has_left=bool(kept and kept.reason == NO_WINDOW), is_me=is_me)
