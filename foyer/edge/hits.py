"""Taking hits: checked, journalled, acknowledged (P1, R1, T27). Used by the ASGI route and by the fast path alike."""

import asyncio

import msgspec

from foyer.edge.guard import PortalBook, PortalEntry, verified_origin
from foyer.lib.addresses import is_loopback
from foyer.lib.buckets import Buckets
from foyer.lib.clock import now_ms
from foyer.presence.invitations import invitations
from foyer.presence.watched import watched
from foyer.visits.hit import AGREED, Refused, parse
from foyer.visits.journal import Deliver, Journal, JournalFull, Settled

UNKNOWN_KEY = Refused(403, "unknown_key")
FOREIGN_ORIGIN = Refused(403, "origin")
NO_CONSENT = Refused(403, "consent")
SLOW_DOWN = Refused(429, "slow_down")
UNAVAILABLE = Refused(503, "unavailable")
MAX_AGENT = 500
BURST_S = 4


class Sender(msgspec.Struct, frozen=True, gc=False):
    """What the connection and the headers say of who sends."""

    ip: str
    agent: str = ""
    origin: str = ""
    referer: str = ""
    own_origin: str = ""


class Collector:
    """The door for hits of one process."""

    def __init__(self, journal: Journal, book: PortalBook, hits_per_second: int) -> None:
        self._journal = journal
        self._book = book
        self._buckets = Buckets(hits_per_second, hits_per_second * BURST_S) if hits_per_second else None

    def take(self, body: bytes, sender: Sender, settled: Settled) -> bool:
        """Checks a body and hands it to the journal; `settled` hears whether it is on disk. Raises Refused.

        Whether its page is to open its socket, since an agent has written to this browser, or may at any moment (B7).
        Loopback is not limited: it is the operator's own machine, or a proxy that speaks for everybody.
        """
        if self._buckets and not is_loopback(sender.ip) and self._buckets.take(sender.ip):
            raise SLOW_DOWN
        hits = parse(body)
        entry = self._book.find(hits[0].portal)
        if entry is None:
            raise UNKNOWN_KEY
        if entry.asks_consent and not all(hit.consent == AGREED for hit in hits):
            raise NO_CONSENT
        verified = verified_origin(entry, sender.origin, sender.referer, sender.own_origin)
        if verified is False:
            raise FOREIGN_ORIGIN
        try:
            self._journal.append((now_ms(), sender.ip, sender.agent[:MAX_AGENT], bool(verified), body), settled)
        except JournalFull:
            raise UNAVAILABLE from None
        return self._is_called(entry, hits[0].browser, sender.ip) if verified else False

    def _is_called(self, entry: PortalEntry, browser: str, ip: str) -> bool:
        if not entry.show_chat_icon:
            return False
        return watched.has(entry.portal_id) or invitations.find(entry.portal_id, browser, ip) is not None


def deliver_in(loop: asyncio.AbstractEventLoop) -> Deliver:
    """How the journal's thread tells senders that wait in an event loop: once a group."""

    def deliver(waiting: list[Settled], stored: bool) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle, waiting, stored)

    return deliver


def _settle(waiting: list[Settled], stored: bool) -> None:
    for settled in waiting:
        settled(stored)
