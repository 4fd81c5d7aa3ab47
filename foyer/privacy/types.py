"""What crosses the border of this folder."""

import dataclasses
from typing import ClassVar

from foyer.events.types import Happening


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class VisitsForgotten(Happening):
    """Visits of a portal were deleted, because they were older than the portal keeps them (B20)."""

    subject_type: ClassVar[str] = "portal"
    count: int
