"""What crosses the border of this folder."""

import dataclasses
from typing import ClassVar

from foyer.events.types import Happening


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class VisitsForgotten(Happening):
    """Visits of a portal were deleted, because they were older than the portal keeps them (B20)."""

    subject_type: ClassVar[str] = "portal"
    count: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PersonExported(Happening):
    """Somebody took a copy of everything that is kept of a person (B20)."""

    subject_type: ClassVar[str] = "profile"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PersonErased(Happening):
    """All that was kept of a person is gone; the subject is the erasure, which names nobody (B20, T40)."""

    subject_type: ClassVar[str] = "erasure"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RecordErased(Happening):
    """A record is gone for good; what was derived of it, like the index, looks again and finds nothing."""

    subject_type: ClassVar[str] = "record"
    module: str
