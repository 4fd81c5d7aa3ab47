"""Questions about conversations, each with a fixed number of SQL queries (F154-F176, T7)."""

import dataclasses
import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from foyer.conversations.models import Block, CannedReply, ChatMention, Conversation, Message, State
from foyer.crm.cursor import NEWEST
from foyer.crm.models import Tag
from foyer.lib import clock
from foyer.lib.keyset import beyond
from foyer.lib.prepared import prepared
from foyer.lib.text import folded
from foyer.portals.queries import portal_ids_seen_by, portals_of
from foyer.team.models import User
from foyer.team.queries import mates_of

PAGE = 40
GOING_ON = 200
MESSAGES = 200
RINGS_FOR = dt.timedelta(minutes=30)
VIEWS = ("mine", "unassigned", "team", "missed")
MORE_VIEWS = ("all", "closed", "blocked")
GOES_ON = Q(state__in=(State.WAITING, State.INVITED, State.OPEN), ended_at=None)
"""Not over: a list of states for the index that begins with the state, no end for the one of those that go on."""
LISTED = (
    *("portal", "actor", "agent", "state", "visitor_name", "offered_to", "request_text", "invited_at", "accepted_at"),
    *("declined_at", "missed_at", "ended_at", "waiting_since", "snoozed_until"),
    *("last_seq", "last_at", "last_text", "last_kind", "agent_read_seq"),
)
"""What the list of the inbox shows of a conversation."""
IS_CHAT = Q(invited_at=None) | Q(accepted_at__isnull=False)
"""Both sides had a part in it, or the visitor wished it: an invitation that nobody answered is no chat."""


@dataclasses.dataclass(frozen=True, slots=True)
class InboxPage:
    """Some conversations, the latest first, and where older ones begin."""

    conversations: list[Conversation]
    older: tuple[dt.datetime, int] | None


def conversations_of(user: User, portal_id: int | None = None) -> QuerySet[Conversation]:
    """The conversations a user may see: those of his portals, all for administrators (T7)."""
    portals = portals_of(user).values("pk")
    chosen = Conversation.objects.filter(portal__in=portals).select_related("agent", "portal")
    return chosen if portal_id is None else chosen.filter(portal_id=portal_id)


def conversation_for(user: User, conversation_id: int) -> Conversation:
    """One of them; Conversation.DoesNotExist alike for what is not there and what may not be seen."""
    return conversations_of(user).get(pk=conversation_id)


def inbox_page(
    user: User,
    view: str,
    portal_id: int | None = None,
    cursor: tuple[dt.datetime, int] | None = None,
    tag_id: int | None = None,
) -> InboxPage:
    """A page of a view of the inbox, perhaps those with a tag only. One query."""
    rows = _listed(*_asked(user, portal_id), tag_id, *(cursor or NEWEST), how=_how(user, view, tag_id), limit=PAGE + 1)
    older = (rows[PAGE - 1].last_at, rows[PAGE - 1].pk) if len(rows) > PAGE else None
    return InboxPage(rows[:PAGE], older)


def going_on(user: User, view: str, portal_id: int | None = None, tag_id: int | None = None) -> list[Conversation]:
    """Those of a view that are not over, however long ago the last line is; the latest first. One query."""
    how = _how(user, view, tag_id, goes_on=True)
    return _listed(*_asked(user, portal_id), tag_id, *NEWEST, how=how, limit=GOING_ON)


def inbox_counts(user: User, portal_id: int | None = None) -> dict[str, int]:
    """How many of each view are neither over nor put aside, in one query."""
    portals, *me = _asked(user, portal_id)
    open_ones = Conversation.objects.filter(GOES_ON, portal__in=portals, snoozed_until=None)
    return open_ones.aggregate(
        **{view: Count("id", filter=_how(user, view, goes_on=True).chosen(*me)) for view in VIEWS}
    )


def waiting_for(user: User, portal_id: int | None = None) -> list[Conversation]:
    """Chats that nobody has taken, the one that waits longest first.

    Whoever has said nothing for half an hour has probably left (D17), and does not stand before those who are here.
    """
    has_left = Case(When(last_at__lt=clock.now() - RINGS_FOR, then=Value(1)), default=Value(0))
    waiting = conversations_of(user, portal_id).filter(state=State.WAITING)
    return list(waiting.order_by(has_left, "started_at", "id")[:PAGE])


def ringing_for(user: User, portal_id: int | None = None) -> list[Conversation]:
    """Those that ring for the user, offered to them or to everybody: not what is missed or offered to others."""
    waiting = waiting_for(user, portal_id)
    return [one for one in waiting if one.missed_at is None and one.offered_to_id in {None, user.pk}]


def messages_since(conversation_id: int, seq: int, *, with_notes: bool, limit: int = MESSAGES) -> list[Message]:
    """The lines after `seq`, in order; notes are for agents only (T1)."""
    lines = Message.objects.filter(conversation_id=conversation_id, seq__gt=seq).select_related("author", "file")
    if not with_notes:
        lines = lines.exclude(kind=Message.Kind.NOTE)
    return list(lines.order_by("seq")[:limit])


def latest_messages(conversation_id: int, *, before: int | None = None, limit: int = MESSAGES) -> list[Message]:
    """The last lines, in order, notes among them; those before a line when `before` is given."""
    lines = Message.objects.filter(conversation_id=conversation_id).select_related("author", "file")
    if before is not None:
        lines = lines.filter(seq__lt=before)
    return list(reversed(lines.order_by("-seq")[:limit]))


def named_in_notes(note_ids: Collection[int]) -> dict[int, list[str]]:
    """Who is named in each of these notes, so that the names stand out; no query without notes."""
    found: dict[int, list[str]] = {}
    if note_ids:
        rows = ChatMention.objects.filter(message__in=note_ids).values_list("message", "user__name")
        for note, name in rows:
            found.setdefault(note, []).append(name)
    return found


def unseen_chat_mentions(user: User, conversation_id: int | None = None) -> list[ChatMention]:
    """Where colleagues named the user in chats that he sees, or in one, unseen so far; the newest first (T7)."""
    seen = conversations_of(user) if conversation_id is None else conversations_of(user).filter(pk=conversation_id)
    rows = ChatMention.objects.filter(user=user, seen_at=None, message__conversation__in=seen)
    return list(rows.select_related("message__author", "message__conversation").order_by("-pk")[:PAGE])


def chats_naming(user: User) -> set[int]:
    """The conversations with such a place. One query."""
    return {pk for (pk,) in _naming(portal_ids_seen_by(user), user.pk)}


@prepared
def _naming(portals: Any, user_id: Any) -> "QuerySet[ChatMention, tuple[int]]":
    seen = ChatMention.objects.filter(user=user_id, seen_at=None, message__conversation__portal__in=portals)
    return seen.order_by("-pk").values_list("message__conversation")[:PAGE]


def transcripts(conversation_ids: Collection[int]) -> dict[int, list[Message]]:
    """What was said in each conversation without the notes: what is shown with a visit and in the feed (F31, F174)."""
    found: dict[int, list[Message]] = {pk: [] for pk in conversation_ids}
    lines = Message.objects.filter(conversation_id__in=conversation_ids).exclude(kind=Message.Kind.NOTE)
    for message in lines.select_related("author", "file").order_by("conversation_id", "seq"):
        found[message.conversation_id].append(message)
    return found


def open_conversations(actor_ids: Collection[int]) -> dict[int, Conversation]:
    """The conversation each actor has now: waiting, invited or taken."""
    return {conversation.actor_id: conversation for conversation in _going_on(tuple(actor_ids))}


@prepared
def _going_on(actor_ids: Any) -> QuerySet[Conversation]:
    found = Conversation.objects.filter(GOES_ON, actor_id__in=actor_ids)
    return found.select_related("agent").order_by("started_at")


def chats_going_on(user: User, actor_ids: Collection[int], portal_id: int | None) -> list[Conversation]:
    """What a person has going on now, as far as the user sees it, the latest first; one query (T7)."""
    return _going_on_seen(tuple(actor_ids), portal_ids_seen_by(user, portal_id))


@prepared
def _going_on_seen(actor_ids: Any, portals: Any) -> QuerySet[Conversation]:
    found = Conversation.objects.filter(GOES_ON, actor_id__in=actor_ids, portal_id__in=portals)
    return found.select_related("agent", "portal").order_by("-started_at")


def number_of_chats(actor_ids: Collection[int]) -> int:
    """Total number of chats with a person (F75)."""
    return sum(chats_by_portal(actor_ids).values())


def chats_by_portal(actor_ids: Collection[int]) -> dict[int, int]:
    """How many chats there were with a person on each portal; one query."""
    return dict(_chats_by_portal(tuple(actor_ids)))


@prepared
def _chats_by_portal(actor_ids: Any) -> QuerySet[Conversation, tuple[int, int]]:
    chats = Conversation.objects.filter(IS_CHAT, actor_id__in=actor_ids).order_by()
    return chats.values_list("portal").annotate(Count("pk"))


def place_in_line(conversation: Conversation) -> int:
    """1 for the chat that waits longest on its portal; missed ones are in the missed list and in no line (D17)."""
    waiting = Conversation.objects.filter(portal_id=conversation.portal_id, state=State.WAITING, missed_at=None)
    earlier = Q(started_at__lt=conversation.started_at) | Q(started_at=conversation.started_at, id__lt=conversation.pk)
    return waiting.filter(earlier).count() + 1


def canned_replies_of(user: User) -> list[CannedReply]:
    """Those that a user may call: everybody's and his own, by shortcut; his own one hides everybody's of that name."""
    everybodys_first = CannedReply.objects.filter(Q(owner=None) | Q(owner=user)).order_by(
        F("owner").asc(nulls_first=True)
    )
    found = {reply.shortcut: reply for reply in everybodys_first}
    return sorted(found.values(), key=lambda reply: reply.shortcut)


def canned_replies_matching(user: User, begin: str, limit: int) -> list[CannedReply]:
    """Those whose shortcut begins so, then those that have it in shortcut or text. One query, spelling forgiven."""
    wanted, replies = folded(begin), canned_replies_of(user)
    first = [reply for reply in replies if folded(reply.shortcut).startswith(wanted)]
    others = [reply for reply in replies if reply not in first and wanted in folded(f"{reply.shortcut} {reply.text}")]
    return [*first, *others][:limit]


def tags_in_use(user: User) -> QuerySet[Tag]:
    """The tags that chats have which the user sees, by name."""
    seen = conversations_of(user).select_related(None).filter(tags=OuterRef("pk"))
    return Tag.objects.filter(Exists(seen)).order_by("name")


def _asked(user: User, portal_id: int | None) -> tuple[tuple[int, ...], int, tuple[int, ...]]:
    """The portals that are looked at, who looks, and with whom they are in teams."""
    return portal_ids_seen_by(user, portal_id), user.pk, mates_of(user.pk)


class _How(NamedTuple):
    """A view of the inbox: whether of somebody in a team, with a tag only, and of what is not over only."""

    view: str
    in_team: bool
    tagged: bool
    goes_on: bool

    def chosen(self, user_id: Any, mates: Any) -> Q:
        """What the view shows; the values may be gaps of a prepared question."""
        if self.view == "unassigned":
            return Q(agent=None, state=State.WAITING)
        if self.view == "missed":
            return Q(missed_at__isnull=False, accepted_at=None)
        if self.view == "closed":
            return Q(state=State.ENDED)
        if self.view == "blocked":
            return Q(actor__in=Block.objects.filter(gone_at=None).values("actor"))
        if self.view == "team":  # those of the teams and those of nobody; of everybody for who is in no team
            return Q(agent=None) | Q(agent__in=mates) if self.in_team else Q()
        return self._mine(user_id) if self.view == "mine" else Q()

    def _mine(self, user_id: Any) -> Q:
        """Those of others in which the user answers as well are theirs too, while they go on."""
        helped = Conversation.objects.filter(helpers=user_id).values("pk")
        if self.goes_on:
            return Q(agent=user_id) | Q(pk__in=helped)
        return Q(agent=user_id, state__in=State.values)  # all states: for the index that begins with the state


def _how(user: User, view: str, tag_id: int | None = None, *, goes_on: bool = False) -> _How:
    return _How(view, in_team=bool(mates_of(user.pk)), tagged=tag_id is not None, goes_on=goes_on)


@prepared
def _listed(
    portals: Any, user_id: Any, mates: Any, tag_id: Any, at: Any, pk: Any, *, how: _How, limit: int
) -> QuerySet[Conversation]:
    found = Conversation.objects.filter(how.chosen(user_id, mates), beyond("last_at", at, pk), portal__in=portals)
    found = found.filter(GOES_ON) if how.goes_on else found
    found = found.filter(tags=tag_id) if how.tagged else found
    return found.only(*LISTED).order_by("-last_at", "-id")[:limit]
