"""The left side of the inbox: views with counts, conversations in groups."""

import dataclasses
import datetime as dt

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from foyer.conversations.models import Conversation, Message, State
from foyer.conversations.queries import VIEWS, inbox_counts, inbox_page
from foyer.crm.queries import people_of
from foyer.crm.types import PersonCard
from foyer.desk.access import signed_in
from foyer.desk.shell.context import chosen_portal
from foyer.presence.board import board

MOST_UNREAD = 99


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One conversation of the list."""

    id: int
    name: str
    kind: str
    preview: str
    at: dt.datetime
    waiting_since: dt.datetime | None
    unread: int
    is_online: bool
    is_open: bool
    url: str


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """Rows under a caption."""

    name: str
    rows: list[Row]


@dataclasses.dataclass(frozen=True, slots=True)
class Tab:
    """A view of the inbox."""

    text: str
    url: str
    on: bool
    n: int


@dataclasses.dataclass(frozen=True, slots=True)
class Listing:
    """The left side. `view` is the chosen one."""

    view: str
    tabs: list[Tab]
    groups: list[Group]
    chosen: int


def listing(request: HttpRequest, chosen: int = 0) -> Listing:
    """The conversations of the asked view; without one, of the first view that has any."""
    user, portal = signed_in(request), chosen_portal(request)
    portal_id = portal.pk if portal else None
    counts = inbox_counts(user, portal_id)
    view = request.GET.get("view", "")
    if view not in VIEWS:
        view = next((name for name in VIEWS if counts[name]), VIEWS[0])
    found = inbox_page(user, view, portal_id).conversations
    cards, here = people_of([one.actor_id for one in found]), board.actors_here()
    rows = [(one, _row(one, cards.get(one.actor_id), view, one.actor_id in here, one.pk == chosen)) for one in found]
    return Listing(view, _tabs(view, counts), _groups(rows), chosen)


def name_of(conversation: Conversation, card: PersonCard | None) -> str:
    """Who speaks: the record's name, else what was typed."""
    return (card.name if card else "") or conversation.visitor_name or _("Visitor")


def _tabs(view: str, counts: dict[str, int]) -> list[Tab]:
    texts = {"mine": _("Mine"), "unassigned": _("Unassigned"), "team": _("Team"), "missed": _("Missed")}
    return [Tab(texts[name], f"{reverse('inbox')}?view={name}", name == view, counts[name]) for name in VIEWS]


def _groups(rows: list[tuple[Conversation, Row]]) -> list[Group]:
    """Who waits comes first, longest waiting on top; then what is open; then what is over."""
    waiting = [row for one, row in rows if row.waiting_since and one.state != State.ENDED]
    waiting.sort(key=lambda row: row.waiting_since or row.at)
    groups = [
        Group(_("Waiting for an answer"), waiting),
        Group(_("Open"), [row for one, row in rows if not row.waiting_since and one.state != State.ENDED]),
        Group(_("Ended"), [row for one, row in rows if one.state == State.ENDED]),
    ]
    return [group for group in groups if group.rows]


def _row(one: Conversation, card: PersonCard | None, view: str, is_online: bool, is_open: bool) -> Row:
    unread = one.last_seq - one.agent_read_seq if one.waiting_since else 0
    return Row(
        id=one.pk,
        name=name_of(one, card),
        kind=card.kind if card else "unknown",
        preview=_("You: %(text)s") % {"text": one.last_text} if one.last_kind == Message.Kind.AGENT else one.last_text,
        at=one.last_at,
        waiting_since=one.waiting_since if one.state != State.ENDED else None,
        unread=min(unread, MOST_UNREAD),
        is_online=is_online,
        is_open=is_open,
        url=f"{reverse('conversation', kwargs={'conversation_id': one.pk})}?view={view}",
    )
