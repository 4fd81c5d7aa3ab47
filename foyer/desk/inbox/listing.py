"""The left side of the inbox: views with counts, conversations in groups (F163, D17)."""

import dataclasses
import datetime as dt

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from foyer.conversations.models import Conversation, Message, State
from foyer.conversations.queries import (
    MORE_VIEWS,
    VIEWS,
    chats_naming,
    going_on,
    inbox_counts,
    inbox_page,
    tags_in_use,
)
from foyer.conversations.search import found_conversations
from foyer.crm.cursor import Cursor, cursor_from
from foyer.crm.models import Tag
from foyer.crm.queries import people_of
from foyer.crm.types import PersonCard
from foyer.desk.access import signed_in
from foyer.desk.inbox.asked import Asked, asked_of
from foyer.desk.inbox.offered import offered_to
from foyer.desk.shell.context import chosen_portal
from foyer.lib import clock
from foyer.presence.board import Visitor, board
from foyer.team.models import User
from foyer.team.queries import first_name_of

MOST_UNREAD = 99
MOST_TAGS = 40
TAKE_WITHIN_S = 60
ANSWER_WITHIN_S = 120


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One conversation of the list. `face` is the name for the face, empty for who never gave one."""

    id: int
    name: str
    face: str
    country: str
    preview: str
    mark: str
    offered_to: str
    at: dt.datetime
    waiting_since: dt.datetime | None
    snoozed_until: dt.datetime | None
    goal_s: int
    unread: int
    is_online: bool
    url: str
    is_chosen: bool
    is_named: bool


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
    """The left side. `more` are views that have no tab, `tag` is the tag that was chosen; `again` is the query that
    shows the same once more."""

    asked: Asked
    tabs: list[Tab]
    more: list[Tab]
    tag: Tab | None
    groups: list[Group]
    chosen: int
    again: str
    older_url: str
    is_older: bool

    @property
    def view(self) -> str:
        """The view that is shown."""
        return self.asked.view

    @property
    def filters(self) -> list[Tab]:
        """What hides conversations besides the tabs."""
        return [tab for tab in (*self.more, *([self.tag] if self.tag else [])) if tab.on]


def listing(request: HttpRequest, chosen: int = 0, home: str = "") -> Listing:
    """The conversations of the asked view; without one, of `home`, or of the first that has any. Fixed queries."""
    user, portal = signed_in(request), chosen_portal(request)
    portal_id, before = portal.pk if portal else None, cursor_from(request.GET.get("before"))
    counts = inbox_counts(user, portal_id)
    asked = asked_of(request, counts, home)
    found, older = _found(user, asked, portal_id, before)
    rows = _rows(user, asked, found, chosen)
    return Listing(
        asked=asked,
        tabs=_tabs(asked, counts),
        more=_more(asked),
        tag=_chosen_tag(user, asked),
        groups=[Group(_("Found"), list(rows.values()))] if asked.words and rows else _groups(asked.view, found, rows),
        chosen=chosen,
        again=asked.query(on=chosen, before=before.text() if before else ""),
        older_url=asked.address(before=Cursor(*older).text()) if older else "",
        is_older=before is not None,
    )


def _found(
    user: User, asked: Asked, portal_id: int | None, before: Cursor | None
) -> tuple[list[Conversation], tuple[dt.datetime, int] | None]:
    """Conversations, and where older ones begin; those with the words, the best first, are all there are."""
    if asked.words:
        found = found_conversations(user, asked.words)
        return [one for one in found if portal_id is None or one.portal_id == portal_id], None
    page = inbox_page(user, asked.view, portal_id, before, asked.tag)
    lively = going_on(user, asked.view, portal_id, asked.tag) if before is None else []
    return [*lively, *(one for one in page.conversations if one.state == State.ENDED)], page.older


def home_of(user: User, conversation: Conversation) -> str:
    """The view in which a conversation surely stands."""
    if conversation.state == State.WAITING:
        return "unassigned"
    return "mine" if conversation.agent_id == user.pk else "team"


def name_of(conversation: Conversation, card: PersonCard | None) -> str:
    """Who speaks: the record's name, else what was typed."""
    return (card.name if card else "") or conversation.visitor_name or _("Visitor")


def _tabs(asked: Asked, counts: dict[str, int]) -> list[Tab]:
    texts = {"mine": _("Mine"), "unassigned": _("Unassigned"), "team": _("Team"), "missed": _("Missed")}
    return [
        Tab(texts[name], f"{reverse('inbox')}?view={name}", name == asked.view and not asked.words, counts[name])
        for name in VIEWS
    ]


def _more(asked: Asked) -> list[Tab]:
    texts = {"all": _("All"), "closed": _("Closed"), "blocked": _("Blocked")}
    return [Tab(texts[name], f"{reverse('inbox')}?view={name}", name == asked.view, 0) for name in MORE_VIEWS]


def tag_tabs(user: User, asked: Asked) -> list[Tab]:
    """The tags to choose from; only the menu of a whole page asks for them."""
    return [_tag(asked, tag) for tag in tags_in_use(user)[:MOST_TAGS]]


def _chosen_tag(user: User, asked: Asked) -> Tab | None:
    found = tags_in_use(user).filter(pk=asked.tag).first() if asked.tag else None
    return _tag(asked, found) if found else None


def _tag(asked: Asked, tag: Tag) -> Tab:
    """Chooses a tag, or takes the choice back."""
    on = tag.pk == asked.tag
    return Tab(tag.name, asked.address(tag="" if on else tag.pk, q=""), on, 0)


def _groups(view: str, found: list[Conversation], rows: dict[int, Row]) -> list[Group]:
    """Who waits comes first, the longest waiting on top; then what is open; what is put aside; what is over."""
    today = timezone.localdate(clock.now())
    waiting, going, aside, over, earlier = list[Row](), list[Row](), list[Row](), list[Row](), list[Row]()
    for one in found:
        ended_on = timezone.localdate(one.ended_at) if one.ended_at else None
        row = rows[one.pk]
        if one.state == State.ENDED:
            (over if ended_on == today else earlier).append(row)
        else:
            (aside if row.snoozed_until else waiting if row.waiting_since else going).append(row)
    waiting.sort(key=lambda row: row.waiting_since or row.at)
    aside.sort(key=lambda row: row.snoozed_until or row.at)
    groups = [
        Group(_("Waiting for you") if view == "mine" else _("Waiting for an answer"), waiting),
        Group(_("Open"), going),
        Group(_("Snoozed"), aside),
        Group(_("Ended today"), over),
        Group(_("Ended earlier"), earlier),
    ]
    return [group for group in groups if group.rows]


def _rows(user: User, asked: Asked, found: list[Conversation], chosen: int) -> dict[int, Row]:
    cards = people_of([one.actor_id for one in found])
    here = {visitor.actor_id: visitor for visitor in board.here()}
    named = chats_naming(user)
    rest = asked.query()
    home = reverse("inbox")  # the route `conversation`, of which there are too many to ask for each
    return {
        one.pk: _row(
            user,
            one,
            cards.get(one.actor_id),
            here.get(one.actor_id),
            f"{home}{one.pk}/?{rest}",
            is_chosen=one.pk == chosen,
            is_named=one.pk in named,
        )
        for one in found
    }


def _row(
    user: User,
    one: Conversation,
    card: PersonCard | None,
    here: Visitor | None,
    url: str,
    *,
    is_chosen: bool,
    is_named: bool,
) -> Row:
    waiting_since = one.waiting_since if one.state != State.ENDED and one.snoozed_until is None else None
    return Row(
        id=one.pk,
        name=name_of(one, card),
        face=(card.name if card else "") or one.visitor_name,
        country=here.country if here else "",
        preview=_preview(user, one),
        mark=_mark(one),
        offered_to=offered_to(user, one),
        at=one.last_at,
        waiting_since=waiting_since,
        snoozed_until=one.snoozed_until,
        goal_s=TAKE_WITHIN_S if one.state == State.WAITING else ANSWER_WITHIN_S,
        unread=min(one.last_seq - one.agent_read_seq, MOST_UNREAD) if waiting_since else 0,
        is_online=here is not None,
        url=url,
        is_chosen=is_chosen,
        is_named=is_named,
    )


def _mark(one: Conversation) -> str:
    """What became of an invitation; nothing for chats."""
    if one.is_chat:
        return ""
    if one.state == State.INVITED:
        return _("declined") if one.declined_at else _("invited")
    return _("no answer")


def _preview(user: User, one: Conversation) -> str:
    if not one.last_kind:
        return _("Has not written yet")
    if one.last_kind != Message.Kind.AGENT:
        return one.last_text
    if one.agent_id in {None, user.pk}:
        return _("You: %(text)s") % {"text": one.last_text}
    return _("%(name)s: %(text)s") % {"name": first_name_of(one.agent_id or 0), "text": one.last_text}
