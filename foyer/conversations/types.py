"""What happens to conversations, and why something is refused."""

import dataclasses
from typing import ClassVar, NamedTuple

from foyer.events.types import Happening


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ConversationStarted(Happening):
    """Somebody wrote first and waits for an answer; or answered an invitation."""

    subject_type: ClassVar[str] = "conversation"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class VisitorInvited(Happening):
    """An agent (`user_id`) wrote first; the visitor has not answered (E10, B7)."""

    subject_type: ClassVar[str] = "conversation"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class InvitationDeclined(Happening):
    """The visitor closed it; he may still answer."""

    subject_type: ClassVar[str] = "conversation"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class VisitorIntroduced(Happening):
    """Who answered an invitation says who he is; it proves nothing (B3)."""

    subject_type: ClassVar[str] = "conversation"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Happening):
    """A line was said; `author` is visitor, agent, system or note."""

    subject_type: ClassVar[str] = "conversation"
    seq: int
    author: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ConversationOffered(Happening):
    """It rings for `to` alone, no longer for `before`; without `to`, for everybody of the portal (E12, B12)."""

    subject_type: ClassVar[str] = "conversation"
    to: int | None
    before: int | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRingsAgain(Happening):
    """Somebody came while the visitor of a missed chat was still there (B6)."""

    subject_type: ClassVar[str] = "conversation"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ConversationAccepted(Happening):
    """An agent took it (`user_id`)."""

    subject_type: ClassVar[str] = "conversation"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ConversationHandedOver(Happening):
    """Another agent (`to`) goes on with it."""

    subject_type: ClassVar[str] = "conversation"
    to: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ConversationJoined(Happening):
    """A second agent (`user_id`) answers as well (E13)."""

    subject_type: ClassVar[str] = "conversation"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ConversationLeft(Happening):
    """The second agent has gone again."""

    subject_type: ClassVar[str] = "conversation"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ConversationSnoozed(Happening):
    """Somebody who answers in it put it aside until then, by ISO 8601."""

    subject_type: ClassVar[str] = "conversation"
    until: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ConversationBack(Happening):
    """It is put aside no more: its time has come (`is_due`), or somebody took it up before."""

    subject_type: ClassVar[str] = "conversation"
    is_due: bool


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ConversationTagged(Happening):
    """Words were put on it or taken off."""

    subject_type: ClassVar[str] = "conversation"
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ColleagueNamed(Happening):
    """A note in it names a colleague (`named`) by @."""

    subject_type: ClassVar[str] = "conversation"
    seq: int
    named: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class VisitorBlocked(Happening):
    """The browser of its visitor may begin no chat any more (E13)."""

    subject_type: ClassVar[str] = "conversation"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class VisitorUnblocked(Happening):
    """It may again."""

    subject_type: ClassVar[str] = "conversation"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptMailed(Happening):
    """It was sent to an address, whole or as a link (T12)."""

    subject_type: ClassVar[str] = "conversation"
    whole: bool


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ConversationMissed(Happening):
    """Nobody took it in time (D17)."""

    subject_type: ClassVar[str] = "conversation"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ConversationEnded(Happening):
    """It is over; `by` is agent, visitor, or nobody for an invitation without an answer."""

    subject_type: ClassVar[str] = "conversation"
    by: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ConversationRated(Happening):
    """The visitor says whether it was good or bad, or changes that (E13)."""

    subject_type: ClassVar[str] = "conversation"
    rating: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CannedReplyChanged(Happening):
    """A canned reply was created, changed or deleted (`what`)."""

    subject_type: ClassVar[str] = "canned_reply"
    shortcut: str
    what: str


class AlreadyTaken(Exception):
    """Another agent was faster (R13)."""

    def __init__(self, winner_name: str) -> None:
        super().__init__(winner_name)
        self.winner_name = winner_name


class AlreadyTalking(Exception):
    """The visitor has a conversation that is not over: invited, waiting or open."""

    def __init__(self, conversation_id: int) -> None:
        super().__init__(conversation_id)
        self.conversation_id = conversation_id


class NotTheirs(Exception):
    """The colleague does not see the conversation, or is not here any more."""


class AlreadyEnded(Exception):
    """Nothing can be said in a conversation that is over; the draft is kept (R14)."""


class NothingSaid(Exception):
    """The text is empty once it is cleaned."""


class NotRatable(Exception):
    """It goes on, nobody took it, or it ended too long ago."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file that is on disk already, and about to be said; a picture has a width."""

    name: str
    media_type: str
    size: int
    stored: str
    width: int = 0
    height: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Received:
    """A line as it came from a visitor; `client_id` is his name for it."""

    conversation_id: int
    text: str
    client_id: str
    visitor_name: str = ""
    file: KeptFile | None = None


class Asked(NamedTuple):
    """A user's page shows a conversation, up to `since`, and asks for what is new."""

    user_id: int
    conversation_id: int
    since: int


class Shown(NamedTuple):
    """The lines as the page shows them; `seen` is the last one, when this user's seeing it counts, else 0."""

    html: str
    seen: int = 0


class FileRefused(Exception):
    """The file is not taken; `code` is file_empty, file_large, file_kind, file_broken or file_many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
