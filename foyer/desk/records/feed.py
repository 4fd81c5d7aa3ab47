"""The feed of a record: event rows become entries, in a fixed number of queries (F168-F176, F196)."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from foyer.conversations.models import Conversation
from foyer.crm.cursor import cursor_from
from foyer.crm.feeds import events_of, feed_actors, feed_cursor
from foyer.crm.modules import AnyRecord
from foyer.desk.records.entries import Change, Day, Entry, FeedPage
from foyer.desk.records.materials import Materials, gathered
from foyer.desk.records.table import KINDS, MAKERS
from foyer.events.models import Event
from foyer.team.models import User
from foyer.team.queries import active_names, team_names

PAGE = 30
MOST = 200


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the feed: of one kind or all, of a user (`u7`) or team (`t3`), before a cursor, or down to one."""

    kind: str = ""
    who: str = ""
    before: str = ""
    until: str = ""
    last_day: str = ""

    @property
    def rest(self) -> str:
        """The filters as part of an address; both are words of ours."""
        return f"kind={self.safe_kind}&who={self.who if _ids(self.who) else ''}"

    @property
    def safe_kind(self) -> str:
        """The kind, when there is such a chip."""
        return self.kind if self.kind in KINDS else ""


@dataclasses.dataclass(frozen=True, slots=True)
class Filters:
    """What the feed can be narrowed to: kinds, users, teams."""

    kinds: list[tuple[str, str]]
    users: list[tuple[str, str]]
    teams: list[tuple[str, str]]


def filters_of(user: User) -> Filters:
    """The chips and the menu of a feed; users and teams are kept in memory."""
    kinds = [
        ("", _("All")),
        ("visits", _("Visits")),
        ("chats", _("Chats")),
        ("forms", _("Forms")),
        ("notes", _("Notes")),
    ]
    kinds += [("mails", _("E-mails")), ("activities", _("Activities")), ("files", _("Files"))]
    kinds += [("deals", _("Deals")), ("changes", _("Changes"))]
    users = [(f"u{pk}", name) for pk, name in active_names()]
    teams = [(f"t{pk}", name) for pk, name in team_names()]
    return Filters(kinds, sorted(users, key=lambda one: one[0] != f"u{user.pk}"), teams)


def feed_page(subject: AnyRecord, user: User, portal_ids: frozenset[int], wanted: Wanted) -> FeedPage:
    """A page of the feed. Visits and chats of portals that the user does not see are left out (T7)."""
    size = MOST if wanted.until else PAGE
    told = feed_actors(subject, user)
    kinds = KINDS.get(wanted.kind, KINDS[""])
    events = events_of(told.actors, kinds, wanted.before or None, size + 1, _by(wanted.who, told.actors))
    shown = _down_to(events, wanted.until) if wanted.until else events[:size]
    materials = gathered(subject, user, shown, portal_ids)
    entries = _folded(_here_first(_entries(shown, materials)) if not wanted.before else _entries(shown, materials))
    last = feed_cursor(shown[-1]) if shown else ""
    more = len(events) > size and not wanted.until
    days, following = _days(entries, wanted.last_day), last if more else ""
    return FeedPage(days=days, next_cursor=following, until=wanted.until or last, leaves_out=told.leaves_out)


def _by(who: str, actors: Sequence[int]) -> Q | None:
    """What a user or the members of a team did; a chat counts for the agent who took it (F196)."""
    found = _ids(who)
    if found is None:
        return None
    kind, pk = found
    users = User.objects.filter(pk=pk) if kind == "u" else User.objects.filter(teams=pk)
    chats = Conversation.objects.filter(actor__in=actors, agent__in=users.values("pk")).values("pk")
    return Q(user__in=users.values("pk")) | Q(kind="ConversationStarted", subject_id__in=chats)


def _ids(who: str) -> tuple[str, int] | None:
    kind, number = who[:1], who[1:]
    known = kind in {"u", "t"} and number.isascii() and number.isdecimal() and len(number) <= len(str(2**31))
    return (kind, int(number)) if known else None


def _down_to(events: list[Event], until: str) -> list[Event]:
    end = cursor_from(until)
    return [event for event in events if end is None or (event.at, event.pk) >= (end.at, end.id)]


def _entries(events: Iterable[Event], materials: Materials) -> list[Entry]:
    made = ((event, MAKERS[event.kind](event, materials)) for event in events if event.kind in MAKERS)
    return [_about(entry, event, materials) for event, entry in made if entry]


def _about(entry: Entry, event: Event, materials: Materials) -> Entry:
    """Entries of another record say of which."""
    about = materials.about(event)
    changes = tuple(dataclasses.replace(change, about=about) for change in entry.changes) if about else entry.changes
    return dataclasses.replace(entry, about=about, changes=changes) if about else entry


def _here_first(entries: list[Entry]) -> list[Entry]:
    """A visit in progress stands on top, whenever it began."""
    return sorted(entries, key=lambda entry: not (entry.visit and entry.visit.is_here))


def _folded(entries: Sequence[Entry]) -> list[Entry]:
    """Small changes that follow each other on one day become one entry."""
    folded: list[Entry] = []
    for (kind, _day), group in groupby(entries, key=lambda entry: (entry.kind == "change", _day_of(entry.at))):
        found = list(group)
        folded.extend([_together(found)] if kind else found)
    return folded


def _together(entries: list[Entry]) -> Entry:
    changes: tuple[Change, ...] = tuple(change for entry in entries for change in entry.changes)
    return dataclasses.replace(entries[0], changes=changes)


def _days(entries: Iterable[Entry], last_day: str) -> list[Day]:
    days = [(day, tuple(found)) for day, found in groupby(entries, key=_shown_day)]
    return [Day(day, day.isoformat() != last_day, found) for day, found in days]


def _shown_day(entry: Entry) -> dt.date:
    """A visit in progress belongs to today, even when it began before midnight."""
    return timezone.localdate() if entry.visit and entry.visit.is_here else _day_of(entry.at)


def _day_of(at: dt.datetime) -> dt.date:
    return timezone.localtime(at).date()
