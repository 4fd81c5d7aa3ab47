"""What crosses the border of this folder: its events, and refusals that people can read."""

import dataclasses
from typing import ClassVar

from foyer.events.types import Happening


class Refusal(Exception):
    """Something that may not be done. Its text is a sentence for people, with what to do instead (style 16)."""

    @property
    def sentence(self) -> str:
        """The text to show."""
        return str(self.args[0])


class AlreadySetUp(Refusal):
    """The organisation exists; the first run happens once."""


class LastAdministrator(Refusal):
    """Somebody must be able to change the settings."""


class InvitationInvalid(Refusal):
    """The link is unknown, used, replaced or too old; which of these is not told (T4)."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class UserJoined(Happening):
    """A new user may sign in."""

    subject_type: ClassVar[str] = "user"
    changes_settings: ClassVar[bool] = True


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class UserChanged(Happening):
    """Name, rights or settings of a user changed; `fields` names which. Values stay out of it."""

    subject_type: ClassVar[str] = "user"
    changes_settings: ClassVar[bool] = True
    fields: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilityChanged(Happening):
    """A user takes chats now, or does so no longer (F159)."""

    subject_type: ClassVar[str] = "user"
    state: str
    reason: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationChanged(Happening):
    """Name, time zone, language, currency or limits of the organisation changed."""

    subject_type: ClassVar[str] = "organisation"
    changes_settings: ClassVar[bool] = True
    fields: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChanged(Happening):
    """What agents of a kind may do changed (E25); `what` is a short word for the part of it."""

    subject_type: ClassVar[str] = "profile"
    changes_settings: ClassVar[bool] = True
    what: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TeamChanged(Happening):
    """A team came, went, or has another name or other members (E25)."""

    subject_type: ClassVar[str] = "team"
    changes_settings: ClassVar[bool] = True
    what: str
