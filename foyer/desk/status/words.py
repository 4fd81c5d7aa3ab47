"""The words of the chat status: states, why somebody is away, and who of the colleagues is there (F159, E11, B16)."""

import dataclasses
import datetime as dt

from django.utils.translation import gettext as _

from foyer.portals.queries import colleagues_of
from foyer.team.models import BY_THEMSELVES, IDLE, NO_WINDOW, State, User
from foyer.team.queries import availability_of

OFFERED = ("break", "meeting", "phone")
ORDER = {State.ONLINE: 0, State.AWAY: 1, State.OFFLINE: 2}


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """A colleague with the chat status, as others see it."""

    user: User
    state: State
    reason: str
    since: dt.datetime

    @property
    def order(self) -> tuple[int, str]:
        """Whoever takes chats first, then by name."""
        return ORDER[self.state], self.user.name


def reason_text(reason: str) -> str:
    """Why somebody is away, in the reader's language; own words as they were written."""
    known = {
        "break": _("break"),
        "meeting": _("in a meeting"),
        "phone": _("on the phone"),
        NO_WINDOW: _("no page open"),
        IDLE: _("idle"),
    }
    return known.get(reason, reason)


def reason_from(typed: str) -> str:
    """A reason that a user gives; what only the server can know is none."""
    return "" if typed.strip() in BY_THEMSELVES else typed


def standing_of(user: User) -> Standing:
    """How others see a user; no query where the user was read with the chat status."""
    kept = availability_of(user)
    return Standing(user, kept.seen_state, reason_text(kept.seen_reason), kept.since)


def standings_of_colleagues(user: User) -> list[Standing]:
    """All others with whom the user shares a portal. One query."""
    return sorted((standing_of(each) for each in colleagues_of(user)), key=lambda one: one.order)
