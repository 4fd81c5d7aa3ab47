"""What happens to visits, and what questions about them answer with."""

import dataclasses
import datetime as dt
from typing import ClassVar, NamedTuple

from foyer.events.types import Happening


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class VisitStarted(Happening):
    """A browser came, for the `number`th time."""

    subject_type: ClassVar[str] = "visit"
    number: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class VisitorNamed(Happening):
    """A page said who its visitor is: what it said is the visit's event of this key (E38)."""

    subject_type: ClassVar[str] = "visit"
    key: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class VisitEnded(Happening):
    """No sign of life for 30 minutes (D17)."""

    subject_type: ClassVar[str] = "visit"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class VisitDeleted(Happening):
    """Somebody whose profile allows it deleted a visit for good (F30)."""

    subject_type: ClassVar[str] = "visit"


class VisitDay(NamedTuple):
    """What somebody did on the website of a portal on one day."""

    portal_id: int
    day: dt.date
    visits: int
    pages: int
    seconds: int
    first: dt.datetime
    last: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class VisitsSummary:
    """The visit part of a record's summary (F74, F76-F80). Minutes with one decimal; times None when nobody came."""

    visits: int = 0
    days: int = 0
    minutes: float = 0.0
    average_minutes: float = 0.0
    last: dt.datetime | None = None
    first: dt.datetime | None = None
    first_url: str = ""
    referrer: str = ""
    keyword: str = ""
    medium: str = ""
    source_name: str = ""
