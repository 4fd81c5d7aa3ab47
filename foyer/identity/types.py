"""What crosses the border of this folder: its events, and the frozen structures that the pure parts think in."""

import dataclasses
import datetime as dt
from typing import ClassVar, NamedTuple

from foyer.events.types import Happening


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ActorsJoined(Happening):
    """Actors became one person; the subject is the profile, `decision` says why (B1)."""

    subject_type: ClassVar[str] = "profile"
    decision: int
    rule: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ActorsSplit(Happening):
    """Actors left a person; the subject is the profile they left."""

    subject_type: ClassVar[str] = "profile"
    decision: int
    rule: str


@dataclasses.dataclass(frozen=True, slots=True)
class Speaker:
    """An actor as the resolution sees it."""

    id: int
    is_contact: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Edge:
    """A claim as the resolution sees it: a line between an actor and an identifier; of a customer number its portal."""

    claim_id: int
    actor_id: int
    identifier_id: int
    kind: str
    level: int
    at: dt.datetime
    is_by_hand: bool = False
    portal_id: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Resolution:
    """Who is who: the profile of each actor, and the guard that refused each refused claim."""

    profiles: dict[int, int]
    refused: dict[int, str]


class KnownIdentifier(NamedTuple):
    """An identifier of a person, with the best that is known of it; lists make a hundred at once (P5).

    `portal_id` is the portal of a customer number, whose `value` stands without it.
    """

    id: int
    kind: str
    value: str
    standing: str
    level: int
    way: str
    name: str
    at: dt.datetime
    claims: int
    portal_id: int | None = None

    @property
    def is_confirmed(self) -> bool:
        """Whether it may be written to: typed values are not believed before level 3 (T12)."""
        return self.level >= CONFIRMED


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What taking an identifier off would do: shown before the click (D18)."""

    stay: frozenset[int]
    leave: frozenset[int]


CONFIRMED = 3
