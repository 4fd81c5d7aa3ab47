"""The settings of a portal's queue, and what each may be (E12, B12, D17)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from foyer.portals.models import QueueMode
from foyer.team.types import Refusal

LEAST_OFFER_S, MOST_OFFER_S = 5, 600
LEAST_MISSED_S, MOST_MISSED_S = 15, 1800  # D17
MOST_CHATS = 99


def _seconds(least: int, most: int, *, or_none: bool = False) -> Callable[[Any], int]:
    """A number of seconds within limits; `or_none` takes nothing as 0."""

    def read(typed: object) -> int:
        text = str(typed if typed is not None else "").strip()
        if or_none and text in {"", "0"}:
            return 0
        if not text.isdecimal() or len(text) > len(str(most)) or not least <= int(text) <= most:
            raise Refusal(_("Write a number of seconds from %(least)s to %(most)s.") % {"least": least, "most": most})
        return int(text)

    return read


def _chats(typed: object) -> int | None:
    """How many chats at once; nothing is no limit."""
    text = str(typed if typed is not None else "").strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > len(str(MOST_CHATS)) or not 1 <= int(text) <= MOST_CHATS:
        raise Refusal(_("Write a number of chats from 1 to %(most)s, or nothing.") % {"most": MOST_CHATS})
    return int(text)


QUEUE_CHECKS: Mapping[str, Callable[[Any], object]] = {
    "queue_mode": QueueMode,
    "most_chats": _chats,
    "offer_s": _seconds(LEAST_OFFER_S, MOST_OFFER_S),
    "owner_s": _seconds(LEAST_OFFER_S, MOST_OFFER_S, or_none=True),
    "last_agent_s": _seconds(LEAST_OFFER_S, MOST_OFFER_S, or_none=True),
    "missed_after_s": _seconds(LEAST_MISSED_S, MOST_MISSED_S),
}
"""Setting → how it is read; the rest of a portal's settings stands in actions.py."""
