"""What crosses the border of this folder."""

import dataclasses
from typing import ClassVar

from foyer.events.types import Happening
from foyer.team.types import Refusal


class LimitReached(Refusal):
    """One more portal is not allowed (F16, F17, D15)."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PortalChanged(Happening):
    """A portal or one of its embed codes was made or changed; `fields` names what."""

    subject_type: ClassVar[str] = "portal"
    changes_settings: ClassVar[bool] = True
    fields: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationSwitched(Happening):
    """Tracking and chat went off, or on again, for all portals (F131)."""

    subject_type: ClassVar[str] = "organisation"
    changes_settings: ClassVar[bool] = True
    is_on: bool
