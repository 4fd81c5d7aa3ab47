"""A hit as the tracker sends it: parsed once into a frozen structure, or refused with a short word (T23, T34)."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

MAX_BODY_BYTES = 64 * 1024
MAX_HITS = 50
MAX_DATA_BYTES = 4 * 1024
MAX_ID = 40
MAX_URL = 2000
MAX_TITLE = 300
MAX_SECONDS = 24 * 3600
AGREED = "yes"
MAX_CLOCK = 2**53  # the largest whole number of a browser

Key = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,40}\Z")]
Browser = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{16,40}\Z")]
Id = Annotated[str, Meta(min_length=1, max_length=MAX_ID)]
Page = Annotated[str, Meta(max_length=MAX_ID)]
Seconds = Annotated[int, Meta(ge=0)]
Clock = Annotated[int, Meta(ge=0, le=MAX_CLOCK)]


class Refused(Exception):
    """The body is not taken; `status` and `reason` are what the sender gets."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


MALFORMED = Refused(400, "malformed")
TOO_BIG = Refused(413, "too_big")


class Hit(msgspec.Struct, frozen=True, gc=False):
    """One message of the tracker, version 1 (docs/extending/tracker.md). Times: the browser's, ms since 1970."""

    type: Literal["view", "beat", "bye", "event"]
    portal: Key
    browser: Browser
    id: Id
    v: Literal[1] = 1
    page: Page = ""
    url: str = ""
    title: str = ""
    referrer: str = ""
    language: str = ""
    screen: str = ""
    seconds: Seconds = 0
    at: Clock = 0
    sent: Clock = 0
    name: str = ""
    consent: str = ""
    chat: str = ""
    data: msgspec.Raw = msgspec.Raw(b"{}")


_decoder = msgspec.json.Decoder(Hit | list[Hit])


def parse(body: bytes) -> list[Hit]:
    """The hits of a body. Raises Refused for what is too big, malformed, or of several portals or browsers."""
    if len(body) > MAX_BODY_BYTES:
        raise TOO_BIG
    try:
        decoded = _decoder.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise MALFORMED from error
    hits = decoded if isinstance(decoded, list) else [decoded]
    if not 1 <= len(hits) <= MAX_HITS:
        raise MALFORMED
    first = hits[0]
    for hit in hits:
        if not _is_sound(hit) or hit.portal != first.portal or hit.browser != first.browser:
            raise MALFORMED
    return hits


def _is_sound(hit: Hit) -> bool:
    """What the types alone do not say."""
    if len(hit.data) > MAX_DATA_BYTES:
        return False
    if hit.type == "view":
        return bool(hit.page) and hit.url[:8].lower().startswith(("http://", "https://"))
    return bool(hit.name if hit.type == "event" else hit.page)
