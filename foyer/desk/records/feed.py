"""The feed of a record: event rows become entries, in a fixed number of queries (F168-F176)."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils import timezone

from foyer.crm.cursor import cursor_from
from foyer.crm.models import Contact, Lead
from foyer.crm.queries import feed, feed_cursor
from foyer.desk.records.entries import Change, Day, Entry, FeedPage
from foyer.desk.records.materials import Materials, gathered
from foyer.desk.records.table import KINDS, MAKERS
from foyer.events.models import Event

PAGE = 30
MOST = 200


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the feed: of one kind or all, before a cursor, or everything down to one."""

    kind: str = ""
    before: str = ""
    until: str = ""
    last_day: str = ""


def feed_page(person: Lead | Contact, portal_ids: frozenset[int], wanted: Wanted) -> FeedPage:
    """A page of the feed. Visits and chats of portals that the user does not see are left out (T7)."""
    size = MOST if wanted.until else PAGE
    events = feed(person, wanted.before or None, KINDS.get(wanted.kind, KINDS[""]), size + 1)
    shown = _down_to(events, wanted.until) if wanted.until else events[:size]
    materials = gathered(person, shown, portal_ids)
    entries = _folded(_here_first(_entries(shown, materials)) if not wanted.before else _entries(shown, materials))
    last = feed_cursor(shown[-1]) if shown else ""
    more = len(events) > size and not wanted.until
    return FeedPage(days=_days(entries, wanted.last_day), next_cursor=last if more else "", until=wanted.until or last)


def _down_to(events: list[Event], until: str) -> list[Event]:
    end = cursor_from(until)
    return [event for event in events if end is None or (event.at, event.pk) >= (end.at, end.id)]


def _entries(events: Iterable[Event], materials: Materials) -> list[Entry]:
    made = (MAKERS[event.kind](event, materials) for event in events if event.kind in MAKERS)
    return [entry for entry in made if entry]


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
