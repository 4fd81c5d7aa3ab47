"""The plain `POST /collect` answered inside the HTTP protocol, without a task or a scope of its own (P1).

Anything unusual (no length, too long, HTTP/1.0, an answer still under way, an upgrade) falls through to ASGI, where
collect.py does the same. One table of tests runs against both.
"""

from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from foyer.edge.hits import UNAVAILABLE, Collector
from foyer.edge.http import sender_of
from foyer.visits.hit import MAX_BODY_BYTES, Refused

HEADERS_TIMEOUT_S = 10  # T35
_COMMON = b"access-control-allow-origin: *\r\ncache-control: no-store\r\n"
STORED = b"HTTP/1.1 204 No Content\r\n" + _COMMON + b"\r\n"
INVITED = (
    b"HTTP/1.1 200 OK\r\n" + _COMMON + b"content-type: text/plain; charset=utf-8\r\ncontent-length: 7\r\n\r\ninvited"
)
_PHRASES = {
    400: b"Bad Request",
    403: b"Forbidden",
    413: b"Content Too Large",
    429: b"Too Many Requests",
    503: b"Service Unavailable",
}


def refusal(refused: Refused) -> bytes:
    """The whole answer to a refused body."""
    reason = refused.reason.encode()
    head = b"HTTP/1.1 %d %s\r\n" % (refused.status, _PHRASES[refused.status])
    return (
        head
        + _COMMON
        + b"content-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\n\r\n%s" % (len(reason), reason)
    )


class _NoEvent:
    """Stands where an ordinary cycle has an asyncio.Event: nobody waits for the body here."""

    def set(self) -> None:
        """Nothing to wake."""


class FastCycle:
    """A request that is answered without ASGI; has what the protocol asks of a cycle."""

    def __init__(self, protocol: "HitProtocol") -> None:
        self.protocol = protocol
        self.body = bytearray()
        self.keep_alive = protocol.parser.should_keep_alive()
        self.response_complete = False
        self.disconnected = False
        self.more_body = True
        self.is_invited = False
        self.message_event = _NoEvent()

    def take(self) -> None:
        """The body is complete."""
        protocol = self.protocol
        peer = protocol.client[0] if protocol.client else ""
        sender = sender_of(protocol.headers, peer, protocol.scheme or "http", protocol.trusted_hops)
        try:
            self.is_invited = protocol.collector.take(bytes(self.body), sender, self.settle)
        except Refused as refused:
            self._answer(refusal(refused))

    def settle(self, stored: bool) -> None:
        """The journal has written it, or cannot."""
        if stored:
            self._answer(INVITED if self.is_invited else STORED)
        else:
            self._answer(refusal(UNAVAILABLE))

    def _answer(self, data: bytes) -> None:
        self.response_complete = True
        if self.disconnected:
            return
        transport = self.protocol.transport
        transport.write(data)
        if not self.keep_alive:
            transport.close()
        self.protocol.on_response_complete()


class HitProtocol(HttpToolsProtocol):
    """uvicorn's protocol with the shortcut. `collector` and `trusted_hops` are set by `hit_protocol`."""

    collector: Collector
    trusted_hops: int

    def connection_made(self, transport: Any) -> None:
        """Also closes connections that send no complete headers in time."""
        super().connection_made(transport)
        self._headers_timer = self.loop.call_later(HEADERS_TIMEOUT_S, transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forgets the timer."""
        self._headers_timer.cancel()
        super().connection_lost(exc)

    def on_headers_complete(self) -> None:
        """Chooses the fast path or ASGI."""
        self._headers_timer.cancel()
        if self.url == b"/collect" and self._is_plain():
            self.cycle = cast(RequestResponseCycle, FastCycle(self))
            return
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Hands a complete hit over."""
        cycle = self.cycle
        if isinstance(cycle, FastCycle):
            if not cycle.response_complete and cycle.more_body:
                cycle.more_body = False
                cycle.take()
            return
        super().on_message_complete()

    def _is_plain(self) -> bool:
        busy = self.cycle is not None and not self.cycle.response_complete
        if busy or self.parser.get_method() != b"POST" or self.parser.get_http_version() != "1.1":
            return False
        if self.expect_100_continue or self.parser.should_upgrade():
            return False
        return _has_fitting_length(self.headers)


def _has_fitting_length(headers: list[tuple[bytes, bytes]]) -> bool:
    lengths = [value for name, value in headers if name == b"content-length"]
    if len(lengths) != 1 or any(name == b"transfer-encoding" for name, _ in headers):
        return False
    return lengths[0].isdigit() and int(lengths[0]) <= MAX_BODY_BYTES


def hit_protocol(collector: Collector, trusted_hops: int) -> type[HitProtocol]:
    """The protocol class for one server."""
    return type("HitProtocol", (HitProtocol,), {"collector": collector, "trusted_hops": trusted_hops})
