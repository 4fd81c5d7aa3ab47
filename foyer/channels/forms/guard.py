"""Spam without puzzles: a field that nobody sees, the time it took, how often, how alike (E24, T27, T36)."""

import dataclasses
import re
from collections.abc import Mapping

from django.core import signing
from django.utils.crypto import salted_hmac

from foyer.lib import clock, tokens
from foyer.lib.buckets import Buckets

TRAP = "website_2"
"""The name of the field that people do not see; programs fill it in."""
TOO_FAST_S = 2
GOOD_FOR_S = 24 * 3600
MOST_LINKS = 3
MANY_AT_ONCE = 30
REFILLED_PER_S = 0.2
_SALT = "foyer.forms"
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)

senders = Buckets(REFILLED_PER_S, MANY_AT_ONCE)
"""By address: an office behind one has room, a program soon has none."""


class Stale(ValueError):
    """The form was not opened here, or lay open for longer than a day."""


@dataclasses.dataclass(frozen=True, slots=True)
class Opened:
    """When and as which a form was opened."""

    nonce: str
    seconds: float


def new_token(form_key: str) -> str:
    """What goes into the page: which form it is, and when it was opened."""
    return signing.dumps([form_key, tokens.new_secret(), clock.now_ms()], salt=_SALT)


def opened(token: str, form_key: str) -> Opened:
    """Reads a token. Raises Stale when it is forged, of another form, or too old."""
    try:
        key, nonce, at_ms = signing.loads(token, salt=_SALT)
        seconds = (clock.now_ms() - at_ms) / 1000
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Stale from error
    if key != form_key or seconds > GOOD_FOR_S:
        raise Stale
    return Opened(nonce, seconds)


def sender_of(address: str) -> str:
    """The address as it is kept: a keyed hash, good for comparing and nothing else."""
    return salted_hmac(_SALT, address).hexdigest()


def reason_of(post: Mapping[str, str], texts: list[str], seconds: float | None) -> str:
    """Why it looks like spam, as a short word; empty when it does not. `seconds` is how long the form was open."""
    if post.get(TRAP, ""):
        return "trap"
    if seconds is not None and seconds < TOO_FAST_S:
        return "too_fast"
    if sum(len(_LINK.findall(text)) for text in texts) > MOST_LINKS:
        return "links"
    return ""
