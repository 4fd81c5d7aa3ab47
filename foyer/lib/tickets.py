"""Tickets for the agent socket: cookies never open it, a ticket from a POST does, once, within 30 s (T25)."""

import threading
import time

from django.core import signing

from foyer.lib.tokens import new_secret

GOOD_FOR_S = 30
_SALT = "foyer.agent-socket"

_lock = threading.Lock()
_used: dict[str, float] = {}


def new_ticket(user_id: int) -> str:
    """A ticket for one opening by this user."""
    return signing.dumps([user_id, new_secret()], salt=_SALT)


def used_ticket(ticket: str) -> int | None:
    """The user of a ticket, which is then used up; None when it is forged, too old or was used."""
    try:
        user_id, nonce = signing.loads(ticket, salt=_SALT, max_age=GOOD_FOR_S)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    with _lock:
        now = time.monotonic()
        for old in [key for key, until in _used.items() if until < now]:
            del _used[old]
        if nonce in _used:
            return None
        _used[nonce] = now + GOOD_FOR_S
    return int(user_id)
