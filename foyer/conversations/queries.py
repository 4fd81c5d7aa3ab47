"""Questions about conversations, each with a fixed number of SQL queries (F154-F176, T7)."""

import dataclasses
import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from foyer.conversations.models import Block, CannedReply, ChatMention, Conversation, Message, State
from foyer.crm.models import Tag
from foyer.lib import clock
from foyer.lib.prepared import prepared
from foyer.lib.text import folded
from foyer.portals.queries import portals_of
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
    chosen = _listed(user, portal_id, tag_id).filter(_in_view(user, view))
    if cursor:
        chosen = chosen.filter(last_at__lte=cursor[0]).exclude(last_at=cursor[0], id__gte=cursor[1])
    rows = list(chosen.order_by("-last_at", "-id")[: PAGE + 1])
    older = (rows[PAGE - 1].last_at, rows[PAGE - 1].pk) if len(rows) > PAGE else None
    return InboxPage(rows[:PAGE], older)


def going_on(user: User, view: str, portal_id: int | None = None, tag_id: int | None = None) -> list[Conversation]:
    """Those of a view that are not over, however long ago the last line is; the latest first. One query."""
    chosen = _listed(user, portal_id, tag_id).filter(GOES_ON, _in_view(user, view) | _helped(user, view))
    return list(chosen.order_by("-last_at", "-id")[:GOING_ON])


def inbox_counts(user: User, portal_id: int | None = None) -> dict[str, int]:
    """How many of each view are not over, in one query."""
    open_ones = conversations_of(user, portal_id).filter(GOES_ON).order_by()
    return open_ones.aggregate(
        **{view: Count("id", filter=_in_view(user, view) | _helped(user, view)) for view in VIEWS}
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


def transcripts(conversation_ids: Collection[int]) -> dict[int, list[Message]]:
    """What was said in each conversation without the notes: what is shown with a visit and in the feed (F31, F174)."""
    found: dict[int, list[Message]] = {pk: [] for pk in conversation_ids}
    lines = Message.objects.filter(conversation_id__in=conversation_ids).exclude(kind=Message.Kind.NOTE)
    for message in lines.select_related("author", "file").order_by("conversation_id", "seq"):
        found[message.conversation_id].append(message)
    return found


def conversations_of_actors(actor_ids: Collection[int]) -> list[Conversation]:
    """All conversations of a person, the newest first."""
    found = Conversation.objects.filter(actor_id__in=actor_ids).select_related("agent", "portal")
    return list(found.order_by("-started_at", "-id"))


def open_conversations(actor_ids: Collection[int]) -> dict[int, Conversation]:
    """The conversation each actor has now: waiting, invited or taken."""
    return {conversation.actor_id: conversation for conversation in _going_on(tuple(actor_ids))}


@prepared
def _going_on(actor_ids: Any) -> QuerySet[Conversation]:
    found = Conversation.objects.filter(GOES_ON, actor_id__in=actor_ids)
    return found.select_related("agent").order_by("started_at")


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


def _listed(user: User, portal_id: int | None, tag_id: int | None = None) -> QuerySet[Conversation]:
    """The same for a list, which shows no portal (P5)."""
    chosen = conversations_of(user, portal_id).select_related(None).select_related("agent")
    return chosen if tag_id is None else chosen.filter(tags=tag_id)


def _in_view(user: User, view: str) -> Q:
    if view == "unassigned":
        return Q(agent=None, state=State.WAITING)
    if view == "missed":
        return Q(missed_at__isnull=False, accepted_at=None)
    if view == "closed":
        return Q(state=State.ENDED)
    if view == "blocked":
        return Q(actor__in=Block.objects.filter(gone_at=None).values("actor"))
    if view == "team":
        return _of_team(user)
    return Q(agent=user) if view == "mine" else Q()


def _of_team(user: User) -> Q:
    """Those of the user's teams and those of nobody; of everybody for who is in no team."""
    mates = mates_of(user.pk)
    return Q(agent=None) | Q(agent__in=mates) if mates else Q()


def _helped(user: User, view: str) -> Q:
    """Those of others in which the user answers as well are his too, while they go on."""
    return Q(pk__in=user.helped_conversations.values("pk")) if view == "mine" else Q()
