"""Of what a user can be told, and in which ways: one table (B17)."""

import dataclasses

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from foyer.team.models import User

WINDOW, PUSH, SOUND = "window", "push", "sound"
WAYS = (WINDOW, PUSH, SOUND)


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """What happens; in which of the ways it can be told, and in which it is told to who has chosen nothing."""

    key: str
    label: str | Promise
    ways: tuple[str, ...] = WAYS
    default: tuple[str, ...] = WAYS
    useful_s: int = 24 * 3600
    """So long it is worth telling a device that was switched off."""
    is_urgent: bool = False
    like: str = ""
    """The kind with which it is chosen, when that is not itself."""


KINDS = (
    Kind("ring", gettext_lazy("A visitor waits for an answer"), (PUSH, SOUND), (PUSH, SOUND), 600, is_urgent=True),
    Kind("line", gettext_lazy("A new message in one of your chats"), (PUSH, SOUND), (PUSH,), 3600, is_urgent=True),
    Kind("handed", gettext_lazy("You get a chat"), useful_s=3600, is_urgent=True),
    Kind("missed", gettext_lazy("A chat was missed"), (PUSH,), (PUSH,)),
    Kind("mention", gettext_lazy("A colleague names you in a note"), default=(WINDOW, PUSH)),
    Kind("reminder", gettext_lazy("An activity is due"), default=(WINDOW, PUSH)),
    Kind("form", gettext_lazy("A form was sent"), default=(WINDOW,)),
)
NAMED = Kind("named", gettext_lazy("A colleague names you in a chat"), default=(WINDOW, PUSH), like="mention")
BACK = Kind("back", gettext_lazy("A chat that you snoozed is back"), default=(WINDOW, PUSH), like="reminder")
TEST = Kind("test", gettext_lazy("Test"), (PUSH,), (PUSH,), 60, is_urgent=True)
BY_KEY = {kind.key: kind for kind in (*KINDS, NAMED, BACK, TEST)}


def ways_of(user: User, kind: Kind) -> tuple[str, ...]:
    """In which ways a user wants to hear of it."""
    chosen = user.notify.get(kind.like or kind.key)
    return kind.default if chosen is None else tuple(way for way in kind.ways if way in chosen)


def told_by(user: User, way: str) -> str:
    """The keys of all that a user wants to hear of in one way, with blanks between, as scripts read it."""
    return " ".join(kind.key for kind in KINDS if way in ways_of(user, kind))
