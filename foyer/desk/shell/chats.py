"""What the pill and the rail say of chats: which ring for me, which wait for my answer, whether I have enough (E12)."""

import dataclasses
import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from foyer.conversations.models import Conversation, State
from foyer.desk.shell.formats import COUNT_CAP
from foyer.lib.prepared import prepared
from foyer.portals.models import Portal
from foyer.team.models import User

Row = tuple[str, int, int | None, dt.datetime | None]


@dataclasses.dataclass(frozen=True, slots=True)
class Chats:
    """Those that wait: `offered` to me, for `everybody` (the portal of each), for `others`. And all that I have."""

    offered: int
    everybody: list[int]
    others: int
    mine: int
    unanswered: int

    @property
    def inbox(self) -> int:
        """What waits for somebody: to be taken, or for my answer."""
        return self.offered + len(self.everybody) + self.others + self.unanswered

    def ringing(self, portals: Collection[Portal]) -> int:
        """How many ring for me: none of those for everybody where I have as many as the portal lets one have."""
        full = {portal.pk for portal in portals if self._are_enough(portal)}
        return self.offered + sum(portal_id not in full for portal_id in self.everybody)

    def is_full(self, portals: Collection[Portal]) -> bool:
        """Whether I am offered no more, on no portal."""
        return bool(portals) and all(self._are_enough(portal) for portal in portals)

    def _are_enough(self, portal: Portal) -> bool:
        return portal.most_chats is not None and self.mine >= portal.most_chats


def chats_of(user: User, portal_ids: Collection[int]) -> Chats:
    """The chats of these portals, and all of the user's own; one query."""
    rows = _rows(user.pk, tuple(portal_ids))
    waiting = [(portal_id, to) for state, portal_id, to, _since in rows if state == State.WAITING]
    own = [(portal_id, since) for state, portal_id, _to, since in rows if state == State.OPEN]
    return Chats(
        offered=sum(to == user.pk for _portal, to in waiting),
        everybody=[portal_id for portal_id, to in waiting if to is None],
        others=sum(to not in {None, user.pk} for _portal, to in waiting),
        mine=len(own),
        unanswered=sum(since is not None and portal_id in portal_ids for portal_id, since in own),
    )


@prepared
def _rows(user_id: Any, portal_ids: Any) -> QuerySet[Conversation, Row]:
    ringing = Q(state=State.WAITING, missed_at=None, portal__in=portal_ids)
    found = Conversation.objects.filter(ringing | Q(state=State.OPEN, agent=user_id, snoozed_until=None)).order_by()
    return found.values_list("state", "portal_id", "offered_to", "waiting_since")[:COUNT_CAP]
