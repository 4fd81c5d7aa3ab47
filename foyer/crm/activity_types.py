"""The events of activities, notes and files (E16, F32, F33)."""

import dataclasses
import datetime as dt
from typing import Any, ClassVar

from foyer.events.types import Happening


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ActivityCreated(Happening):
    """Something is to be done; `is_done` when it was written down after it was done, like a call."""

    subject_type: ClassVar[str] = "activity"
    activity_kind: str
    owner: int | None
    is_done: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ActivityChanged(Happening):
    """Fields of an activity are others now: `[key, what people read before, and now, what brings it back]` each."""

    subject_type: ClassVar[str] = "activity"
    changes: list[list[Any]]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDone(Happening):
    """An activity is done."""

    subject_type: ClassVar[str] = "activity"
    activity_kind: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ActivityReopened(Happening):
    """An activity that was done is open again."""

    subject_type: ClassVar[str] = "activity"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDeleted(Happening):
    """An activity is in no list any more."""

    subject_type: ClassVar[str] = "activity"
    name: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRestored(Happening):
    """A deleted activity is back."""

    subject_type: ClassVar[str] = "activity"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReminderDue(Happening):
    """The owner is to be reminded of an activity, now."""

    subject_type: ClassVar[str] = "activity"
    owner: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NoteChanged(Happening):
    """A note says something else now; `was` is what it said."""

    subject_type: ClassVar[str] = "note"
    was: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NoteDeleted(Happening):
    """A note was taken away."""

    subject_type: ClassVar[str] = "note"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NoteRestored(Happening):
    """A note is back."""

    subject_type: ClassVar[str] = "note"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ColleagueMentioned(Happening):
    """Somebody was named in a note; `mention` is the row, `mentioned` the user."""

    subject_type: ClassVar[str] = "note"
    mention: int
    mentioned: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FileAttached(Happening):
    """A file was put on a record, or on a visit."""

    subject_type: ClassVar[str] = "file"
    name: str
    visit: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FileDeleted(Happening):
    """A file was taken off a record, or off a visit."""

    subject_type: ClassVar[str] = "file"
    name: str
    visit: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FileRestored(Happening):
    """A file is back on its record."""

    subject_type: ClassVar[str] = "file"
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class Subject:
    """The record that something is about, as a link needs it."""

    module: str
    id: int
    name: str
    actor_id: int = 0

    @property
    def address(self) -> str:
        """Where its page is."""
        return f"/{self.module}s/{self.id}/"


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, its end not in it."""

    start: dt.datetime
    end: dt.datetime
