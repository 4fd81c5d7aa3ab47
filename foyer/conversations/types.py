"""What happens to conversations, and why something is refused."""

import dataclasses
from typing import ClassVar

from foyer.events.types import Happening


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ConversationStarted(Happening):
    """Somebody wrote first and waits for an answer."""

    subject_type: ClassVar[str] = "conversation"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Happening):
    """A line was said; `author` is visitor, agent, system or note."""

    subject_type: ClassVar[str] = "conversation"
    seq: int
    author: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ConversationAccepted(Happening):
    """An agent took it (`user_id`)."""

    subject_type: ClassVar[str] = "conversation"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ConversationMissed(Happening):
    """Nobody took it in time (D17)."""

    subject_type: ClassVar[str] = "conversation"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ConversationEnded(Happening):
    """It is over; `by` is agent or visitor."""

    subject_type: ClassVar[str] = "conversation"
    by: str


class AlreadyTaken(Exception):
    """Another agent was faster (R13)."""

    def __init__(self, winner_name: str) -> None:
        super().__init__(winner_name)
        self.winner_name = winner_name


class AlreadyEnded(Exception):
    """Nothing can be said in a conversation that is over; the draft is kept (R14)."""


class NothingSaid(Exception):
    """The text is empty once it is cleaned."""
