"""What stands in a feed: one frozen structure per entry, grouped by days."""

import dataclasses
import datetime as dt

from foyer.crm.mailings.types import SentMail
from foyer.desk.activities.shown import Shown
from foyer.desk.files.shown import ShownFile
from foyer.desk.forms.shown import Sent
from foyer.desk.notes.shown import ShownNote
from foyer.desk.records.transcripts import Transcript


@dataclasses.dataclass(frozen=True, slots=True)
class PageLine:
    """A page of a visit with its minutes."""

    title: str
    spent: str
    is_now: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class VisitCard:
    """A visit as the feed shows it."""

    id: int
    is_here: bool
    number: int
    pages: int
    lines: tuple[PageLine, ...]
    more: int
    spent: str
    about: str


@dataclasses.dataclass(frozen=True, slots=True)
class Evidence:
    """Why two are one: an identifier, how sure, and how it was shown."""

    value: str
    level: int
    way: str


@dataclasses.dataclass(frozen=True, slots=True)
class Join:
    """A decision about who is who. `decision` is None when it cannot be undone, or was."""

    rule: str
    evidence: tuple[Evidence, ...]
    decision: int | None
    was_undone: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """A small change: one grey line."""

    text: str
    at: dt.datetime
    about: "About | None" = None


@dataclasses.dataclass(frozen=True, slots=True)
class About:
    """The record that an entry is about, where it is not the one of the page."""

    module: str
    id: int
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class Turn:
    """A conversion or a merge: with whom, what it led to, why. `undo_url` is empty when it cannot be undone."""

    name: str
    links: tuple[About, ...]
    why: str
    undo_url: str
    was_undone: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the feed; `kind` says which of the other fields is filled."""

    kind: str
    event_id: int
    at: dt.datetime
    who: str = ""
    text: str = ""
    visit: VisitCard | None = None
    chat: Transcript | None = None
    join: Join | None = None
    changes: tuple[Change, ...] = ()
    about: About | None = None
    turn: Turn | None = None
    note: ShownNote | None = None
    activity: Shown | None = None
    file: ShownFile | None = None
    form: Sent | None = None
    mail: SentMail | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Day:
    """The entries of a calendar day; `is_new` when the page before did not end in it."""

    date: dt.date
    is_new: bool
    entries: tuple[Entry, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class FeedPage:
    """Some days, where the feed goes on, where this page ended, and whether it follows not everybody."""

    days: list[Day]
    next_cursor: str
    until: str
    leaves_out: bool = False
