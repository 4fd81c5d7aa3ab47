"""The whole board at one moment, in a fixed number of queries whatever the number of visitors."""

import dataclasses
from collections.abc import Callable, Collection, Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from foyer.conversations.models import Conversation
from foyer.conversations.queries import open_conversations, waiting_for
from foyer.crm.queries import people_of
from foyer.crm.types import PersonCard
from foyer.desk.access import signed_in
from foyer.desk.inbox.listing import name_of
from foyer.desk.live.cards import Here, by_priority, here_now
from foyer.desk.setup.codes import Code, first_code
from foyer.desk.shell.context import chosen_portal, portals_seen
from foyer.identity.queries import names_of
from foyer.presence.board import Visitor, board
from foyer.scoring.scores import NOBODY, Scored, scores_of
from foyer.team.queries import today
from foyer.visits.models import Visit
from foyer.visits.queries import visits_today

MOST_DOTS = 60
MOST_ROWS = {"rings": 60, "list": 200}
"""Beside the rings the list is what phones get."""
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
    urgent: int
    arrived: list[Here]
    code: Code | None
    has_visits: bool


def board_of(request: HttpRequest, mode: str) -> Board:
    """Everybody on the portals that the user sees, or on the chosen one."""
    user, portal = signed_in(request), chosen_portal(request)
    queue = waiting_for(user, portal.pk if portal else None)
    people = visitors_with(visitors_seen(request), queue)
    chosen = sorted(filter(_rule(only := _only(request), user.pk), people.here), key=by_priority)
    seen = portal_ids(request)
    return Board(
        mode=mode,
        only=only,
        figures=_figures(people, visits_today(seen, today())),
        chips=_chips(people.here, only, user.pk),
        rings=_rings(chosen[: MOST_ROWS[mode]], chosen),
        dots=chosen[:MOST_DOTS],
        beyond=max(0, len(chosen) - MOST_DOTS),
        shown=min(len(chosen), MOST_ROWS[mode]),
        waiting=people.waiting,
        urgent=_urgent(mode, people.waiting, chosen),
        arrived=people.here[:JUST_ARRIVED],
        code=None if people.here else first_code(request, portal),
        has_visits=bool(people.here) or Visit.objects.filter(portal__in=seen).exists(),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class People:
    """Who is here, the newest visit first, and who waits, the longest first."""

    here: list[Here]
    waiting: list[Waiting]


def visitors_with(visitors: Collection[Visitor], queue: Collection[Conversation] = ()) -> People:
    """The visitors with what is known of them. Ten queries for any number."""
    actors = {visitor.actor_id for visitor in visitors}
    chats, scores, names = open_conversations(actors), scores_of(actors), names_of(actors)
    cards = people_of(actors | {one.actor_id for one in queue})
    return People(
        here=[_here(v, cards, chats, scores, names) for v in visitors],
        waiting=[Waiting(one, name_of(one, cards.get(one.actor_id)), one.actor_id in cards) for one in queue],
    )


def _here(
    visitor: Visitor,
    cards: Mapping[int, PersonCard],
    chats: Mapping[int, Conversation],
    scores: Mapping[int, Scored],
    names: Mapping[int, str],
) -> Here:
    actor = visitor.actor_id
    score = scores.get(actor, NOBODY).score
    return here_now(visitor, cards.get(actor), chats.get(actor), score, names.get(actor, ""))


def visitors_seen(request: HttpRequest) -> list[Visitor]:
    """Who is here now, of the portals that the user sees, the newest visit first (T7)."""
    seen = portal_ids(request)
    return [visitor for visitor in board.here() if visitor.portal_id in seen]


def portal_ids(request: HttpRequest) -> set[int]:
    """The chosen portal, or all that the user sees."""
    portal = chosen_portal(request)
    return {portal.pk} if portal else {each.pk for each in portals_seen(request)}


def _rule(only: str, user_id: int) -> Callable[[Here], bool]:
    """The filters of the list."""
    rules: dict[str, Callable[[Here], bool]] = {
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


def _chips(here: list[Here], only: str, user_id: int) -> list[Chip]:
    texts = {"": _("All"), "waiting": _("Waiting"), "chat": _("In chat"), "known": _("Known"), "mine": _("Mine")}
    address = reverse("live_list")
    return [
        Chip(text, f"{address}?only={name}", name == only, sum(map(_rule(name, user_id), here)))
        for name, text in texts.items()
    ]


def _figures(people: People, visits: int) -> Figures:
    return Figures(
        online=len(people.here),
        in_chat=sum(here.talks for here in people.here),
        waiting=len(people.waiting),
        known=sum(here.known for here in people.here),
        visits_today=visits,
    )


def _urgent(mode: str, waiting: list[Waiting], chosen: list[Here]) -> int:
    """The first of the line, or of those in the list when there is no line beside it; 0 when nobody waits."""
    if mode == "rings":
        return waiting[0].conversation.pk if waiting else 0
    chats = [here.chat for here in chosen if here.chat and here.chat.waits]
    return min(chats, key=lambda chat: (chat.since, chat.id)).id if chats else 0


def _rings(rows: list[Here], chosen: list[Here]) -> list[Ring]:
    texts = {
        1: _("Customers and open deals"),
        2: _("Leads and contacts"),
        3: _("3 minutes and more, or did something"),
        4: _("Everybody else"),
    }
    return [
        Ring(number, text, sum(one.ring == number for one in chosen), [one for one in rows if one.ring == number])
        for number, text in texts.items()
    ]
