"""`POST /identify`: a page hands over what its server has signed, and hears what it is worth (E39, T3).

A hit may carry the same token; it is taken, whatever the token is worth, and nobody is told.
"""

import msgspec

from foyer.edge.anywhere import ANYBODY, is_post
from foyer.edge.guard import PortalBook, PortalEntry, verified_origin
from foyer.edge.hits import FOREIGN_ORIGIN, NO_CONSENT, SLOW_DOWN, UNAVAILABLE, UNKNOWN_KEY, Sender
from foyer.edge.http import NO_STORE, Gone, Receive, Scope, Send, TooBig, answer, read_body, sender_of_scope
from foyer.edge.socket import in_thread
from foyer.lib.addresses import is_loopback
from foyer.lib.away import AWAY
from foyer.lib.buckets import Buckets
from foyer.portals.signed import BadToken
from foyer.visits.hit import AGREED, MALFORMED, TOO_BIG, Browser, Refused
from foyer.visits.saying import prove

MAX_BODY_BYTES = 8_000
asked_allowed = Buckets(rate_per_s=1, burst=30)  # logged-in colleagues behind one address, too

CHALLENGE = (b"www-authenticate", b'Bearer error="invalid_token"')


class Asked(msgspec.Struct, frozen=True):
    """The body. Without a browser the token is only looked at."""

    portal: str
    token: str
    browser: Browser | None = None
    consent: str = ""


_decoder = msgspec.json.Decoder(Asked)


class Identify:
    """The ASGI application."""

    def __init__(self, book: PortalBook, trusted_hops: int) -> None:
        self._book = book
        self._trusted_hops = trusted_hops

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not await is_post(scope, send):
            return
        try:
            await self._take(receive, sender_of_scope(scope, self._trusted_hops))
        except BadToken as bad:
            await answer(send, 401, str(bad).encode(), headers=(ANYBODY, NO_STORE, CHALLENGE))
        except Refused as refused:
            await answer(send, refused.status, refused.reason.encode(), headers=(ANYBODY, NO_STORE))
        except Gone:
            return
        else:
            await answer(send, 204, headers=(ANYBODY, NO_STORE))

    async def _take(self, receive: Receive, sender: Sender) -> None:
        if not is_loopback(sender.ip) and asked_allowed.take(sender.ip):
            raise SLOW_DOWN
        asked = await _read(receive)
        entry = self._entry(asked, sender)
        try:
            await in_thread(prove, entry.portal_id, asked.browser or "", asked.token)
        except AWAY:
            raise UNAVAILABLE from None

    def _entry(self, asked: Asked, sender: Sender) -> PortalEntry:
        """The portal, from one of its pages, or from a server, which names no page. Raises Refused."""
        entry = self._book.find(asked.portal)
        if entry is None:
            raise UNKNOWN_KEY
        if verified_origin(entry, sender.origin, sender.referer, sender.own_origin) is False:
            raise FOREIGN_ORIGIN
        if asked.browser and entry.asks_consent and asked.consent != AGREED:
            raise NO_CONSENT
        return entry


async def _read(receive: Receive) -> Asked:
    try:
        return _decoder.decode(await read_body(receive, MAX_BODY_BYTES))
    except TooBig:
        raise TOO_BIG from None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise MALFORMED from None
