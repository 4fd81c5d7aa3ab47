"""The whole board at one moment, in a fixed number of queries whatever the number of visitors."""

import dataclasses

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from foyer.conversations.models import Conversation, State
from foyer.conversations.queries import open_conversations, waiting_for
from foyer.crm.queries import people_of
from foyer.desk.access import signed_in
from foyer.desk.inbox.listing import name_of
from foyer.desk.live.cards import Here, here_now
from foyer.desk.shell.context import chosen_portal, portals_seen
from foyer.lib.clock import now
from foyer.presence.board import Visitor, board
from foyer.visits.queries import visits_today

MOST_DOTS = 60
JUST_ARRIVED = 8


@dataclasses.dataclass(frozen=True, slots=True)
class Ring:
    """One ring: its rule in words and how many are in it."""

    number: int
    text: str
    count: int


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """A chat that waits for an agent."""

    conversation: Conversation
    name: str
    known: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Board:
    """What the live board shows."""

    mode: str
    visitors: list[Here]
    rings: list[Ring]
    arrived: list[Here]
    waiting: list[Waiting]
    in_chat: int
    known: int
    visits_today: int
    beyond: int
    snippet_portal: int


def board_of(request: HttpRequest, mode: str) -> Board:
    """Everybody on the portals that the user sees, or on the chosen one."""
    visitors = visitors_seen(request)
    actors = [visitor.actor_id for visitor in visitors]
    portal, chats = chosen_portal(request), open_conversations(actors)
    queue = waiting_for(signed_in(request), portal.pk if portal else None)
    cards = people_of({*actors, *(one.actor_id for one in queue)})
    shown = [here_now(v, cards.get(v.actor_id), chats.get(v.actor_id)) for v in visitors]
    by_ring = sorted(shown, key=lambda here: here.ring)
    portals = portals_seen(request)
    return Board(
        mode=mode,
        visitors=by_ring,
        rings=_rings(shown),
        arrived=shown[:JUST_ARRIVED],
        waiting=[Waiting(one, name_of(one, cards.get(one.actor_id)), one.actor_id in cards) for one in queue],
        in_chat=sum(chat.state == State.OPEN for chat in chats.values()),
        known=sum(here.known for here in shown),
        visits_today=visits_today(_portal_ids(request), timezone.localdate(now())),
        beyond=max(0, len(shown) - MOST_DOTS),
        snippet_portal=portals[0].pk if portals else 0,
    )


def visitors_seen(request: HttpRequest) -> list[Visitor]:
    """Who is here now, of the portals that the user sees (T7)."""
    ids = _portal_ids(request)
    return [visitor for visitor in board.here() if visitor.portal_id in ids]


def _portal_ids(request: HttpRequest) -> set[int]:
    portal = chosen_portal(request)
    return {portal.pk} if portal else {each.pk for each in portals_seen(request)}


def _rings(shown: list[Here]) -> list[Ring]:
    texts = {
        1: _("Customers and open deals"),
        2: _("Leads and contacts"),
        3: _("3 minutes and more, or did something"),
        4: _("Everybody else"),
    }
    return [Ring(number, text, sum(here.ring == number for here in shown)) for number, text in texts.items()]
