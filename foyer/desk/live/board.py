"""The whole board at one moment, in a fixed number of queries whatever the number of visitors."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Collection, Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from foyer.conversations.models import Conversation, State
from foyer.conversations.queries import open_conversations, waiting_for
from foyer.crm.queries import cards_for
from foyer.crm.types import PersonCard
from foyer.desk.access import signed_in
from foyer.desk.inbox.listing import name_of
from foyer.desk.live.cards import Here, by_priority, here_now, ring_of
from foyer.desk.setup.codes import Code, first_code
from foyer.desk.shell.context import chosen_portal, portals_seen
from foyer.identity.queries import names_of
from foyer.presence.board import Visitor, board
from foyer.presence.watched import watched
from foyer.scoring.scores import NOBODY, scores_of
from foyer.team.models import User
from foyer.team.queries import today
from foyer.visits.models import Visit
from foyer.visits.queries import visits_today

MOST_DOTS = 60
MOST_ROWS = {"rings": 60, "list": 200}
"""Beside the rings the list is what phones get."""
MOST_WEIGHED = 300
JUST_ARRIVED = 8


@dataclasses.dataclass(frozen=True, slots=True)
class Ring:
    """One ring: its rule in words, how many are in it, and those of them that the list shows."""

    number: int
    text: str
    count: int
    rows: list[Here]


@dataclasses.dataclass(frozen=True, slots=True)
class Chip:
    """A filter of the list, with how many it leaves."""

    text: str
    url: str
    on: bool
    n: int


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """A chat that waits for an agent, whether its visitor is still here or not."""

    conversation: Conversation
    name: str
    known: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Figures:
    """The counters of the head."""

    online: int
    in_chat: int
    waiting: int
    known: int
    visits_today: int


@dataclasses.dataclass(frozen=True, slots=True)
class Board:
    """What the live board shows. `urgent` is the chat whose Accept is the primary button; `code` and `has_visits` are
    asked for only when nobody is here."""

    mode: str
    only: str
    figures: Figures
    chips: list[Chip]
    rings: list[Ring]
    dots: list[Here]
    beyond: int
    shown: int
    waiting: list[Waiting]
    left: int
    """How many of those who wait are on the website no more."""
    urgent: int
    arrived: list[Here]
    code: Code | None
    has_visits: bool


def board_of(request: HttpRequest, mode: str) -> Board:
    """Everybody on the portals that the user sees, or on the chosen one."""
    user, portal = signed_in(request), chosen_portal(request)
    queue = waiting_for(user, portal.pk if portal else None)
    visitors = visitors_seen(request)
    cards = cards_for(user, {v.actor_id for v in visitors} | {one.actor_id for one in queue})
    everybody = _everybody(visitors, cards)
    only, seen = _only(request), portal_ids(request)
    watched.look(seen, (visitor.portal_id for visitor in visitors))
    chosen = list(filter(_rule(only, user.pk), everybody))
    rows, arrived = _written(chosen, MOST_ROWS[mode], everybody[:JUST_ARRIVED])
    waiting = [Waiting(one, name_of(one, cards.get(one.actor_id)), one.actor_id in cards) for one in queue]
    left = len({one.pk for one in queue} - {one.conversation.pk for one in everybody if one.conversation})
    return Board(
        mode=mode,
        only=only,
        figures=_figures(everybody, waiting, visits_today(seen, today())),
        chips=_chips(everybody, only, user.pk, left),
        rings=_rings(rows, chosen),
        dots=rows[:MOST_DOTS],
        beyond=max(0, len(chosen) - MOST_DOTS),
        shown=len(rows),
        waiting=waiting,
        left=left,
        urgent=_urgent(mode, waiting, rows),
        arrived=arrived,
        code=None if everybody else first_code(request, portal),
        has_visits=bool(everybody) or Visit.objects.filter(portal__in=seen).exists(),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Present:
    """A visitor as far as counting and ordering go: with 2,000 here, only those that are shown are written out."""

    visitor: Visitor
    person: PersonCard | None
    conversation: Conversation | None
    ring: int
    waits: bool
    talks: bool

    @property
    def known(self) -> bool:
        """Has a record."""
        return self.person is not None

    def is_of(self, user_id: int) -> bool:
        """Owned by the user, or in chat with them."""
        owner, chat = self.person.owner_id if self.person else None, self.conversation
        return user_id in {owner, chat.agent_id if chat else None}

    @property
    def place(self) -> tuple[int, bool, int]:
        """The order without the score, as in `cards.by_priority`."""
        return self.ring, not self.waits, -self.visitor.visit_id


def visitors_with(user: User, visitors: Collection[Visitor]) -> list[Here]:
    """The visitors with all that is known of them. Ten queries for any number."""
    return _heres(_everybody(visitors, cards_for(user, {visitor.actor_id for visitor in visitors})))


def visitors_seen(request: HttpRequest) -> list[Visitor]:
    """Who is here now, of the portals that the user sees, the newest visit first (T7)."""
    seen = portal_ids(request)
    return [visitor for visitor in board.here() if visitor.portal_id in seen]


def _everybody(visitors: Collection[Visitor], cards: Mapping[int, PersonCard]) -> list[Present]:
    chats = open_conversations({visitor.actor_id for visitor in visitors})
    return [_present(v, cards.get(v.actor_id), chats.get(v.actor_id)) for v in visitors]


def _present(visitor: Visitor, person: PersonCard | None, chat: Conversation | None) -> Present:
    state = chat.state if chat else ""
    return Present(visitor, person, chat, ring_of(visitor, person), state == State.WAITING, state == State.OPEN)


def _written(chosen: list[Present], most: int, arrived: list[Present]) -> tuple[list[Here], list[Here]]:
    """The rows by priority, and who came last. In a crowd only those are weighed by their score who may be shown."""
    first = sorted(chosen, key=lambda one: one.place)[:MOST_WEIGHED]
    written = {
        here.visit_id: here for here in _heres({one.visitor.visit_id: one for one in [*first, *arrived]}.values())
    }
    rows = sorted((written[one.visitor.visit_id] for one in first), key=by_priority)[:most]
    return rows, [written[one.visitor.visit_id] for one in arrived]


def _heres(present: Collection[Present]) -> list[Here]:
    actors = {one.visitor.actor_id for one in present}
    scores, names = scores_of(actors), names_of(actors)
    return [
        here_now(
            one.visitor,
            one.person,
            one.conversation,
            scores.get(one.visitor.actor_id, NOBODY).score,
            names.get(one.visitor.actor_id, ""),
        )
        for one in present
    ]


def portal_ids(request: HttpRequest) -> set[int]:
    """The chosen portal, or all that the user sees."""
    portal = chosen_portal(request)
    return {portal.pk} if portal else {each.pk for each in portals_seen(request)}


def _rule(only: str, user_id: int) -> Callable[[Present], bool]:
    """The filters of the list."""
    rules: dict[str, Callable[[Present], bool]] = {
        "": lambda here: True,
        "waiting": lambda here: here.waits,
        "chat": lambda here: here.talks,
        "known": lambda here: here.known,
        "mine": lambda here: here.is_of(user_id),
    }
    return rules[only]


def _only(request: HttpRequest) -> str:
    wanted = request.GET.get("only", "")
    return wanted if wanted in {"waiting", "chat", "known", "mine"} else ""


def _chips(here: list[Present], only: str, user_id: int, left: int) -> list[Chip]:
    """Who waits counts also when they have left, as everywhere else."""
    texts = {"": _("All"), "waiting": _("Waiting"), "chat": _("In chat"), "known": _("Known"), "mine": _("Mine")}
    address, gone = reverse("live_list"), {"waiting": left}
    return [
        Chip(text, f"{address}?only={name}", name == only, sum(map(_rule(name, user_id), here)) + gone.get(name, 0))
        for name, text in texts.items()
    ]


def _figures(everybody: list[Present], waiting: list[Waiting], visits: int) -> Figures:
    return Figures(
        online=len(everybody),
        in_chat=sum(one.talks for one in everybody),
        waiting=len(waiting),
        known=sum(one.known for one in everybody),
        visits_today=visits,
    )


def _urgent(mode: str, waiting: list[Waiting], chosen: list[Here]) -> int:
    """The first of the line, or of those in the list when there is no line beside it; 0 when nobody waits."""
    if mode == "rings":
        return waiting[0].conversation.pk if waiting else 0
    chats = [here.chat for here in chosen if here.chat and here.chat.waits]
    return min(chats, key=lambda chat: (chat.since, chat.id)).id if chats else 0


def _rings(rows: list[Here], chosen: list[Present]) -> list[Ring]:
    texts = {
        1: _("Customers and open deals"),
        2: _("Leads and contacts"),
        3: _("3 minutes and more, or did something"),
        4: _("Everybody else"),
    }
    counts = Counter(one.ring for one in chosen)
    return [
        Ring(number, text, counts[number], [one for one in rows if one.ring == number])
        for number, text in texts.items()
    ]
