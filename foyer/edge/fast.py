"""The plain `POST /collect` answered inside the HTTP protocol, without a task or a scope of its own (P1).

Anything unusual (no length, too long, HTTP/1.0, an answer still under way, an upgrade) falls through to ASGI, where
collect.py does the same. One table of tests runs against both.
"""

import math
from typing import cast

from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from foyer.edge.heads import KnownHeads
from foyer.edge.hits import UNAVAILABLE, Collector
from foyer.edge.http import BODY_TIMEOUT_S, Head, head_of
from foyer.edge.protocol import PatientProtocol
from foyer.visits.hit import MAX_BODY_BYTES, Refused

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

    message_event = _NoEvent()
    response_complete = False
    disconnected = False
    is_invited = False

    def __init__(self, protocol: "HitProtocol", *, keep_alive: bool, more_body: bool) -> None:
        self.protocol = protocol
        self.keep_alive = keep_alive
        self.more_body = more_body
        self.body = bytearray() if more_body else b""

    def take(self, head: Head, body: bytes) -> None:
        """The body is complete."""
        protocol = self.protocol
        protocol.wait_for(math.inf)
        sender = head.sender(protocol.peer, protocol.trusted_hops)
        try:
            self.is_invited = protocol.collector.take(body, sender, self.settle)
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


class HitProtocol(PatientProtocol):
    """The protocol with the shortcut. Its first three are set by `hit_protocol`."""

    collector: Collector
    trusted_hops: int
    heads: KnownHeads
    _piece = b""

    @property
    def peer(self) -> str:
        """The address at the other end."""
        return self.client[0] if self.client else ""

    def data_received(self, data: bytes) -> None:
        """Takes a whole hit with a known head at once; the parser reads all else."""
        if self.is_between and not self.is_busy():
            if found := self.heads.find(data):
                cycle = FastCycle(self, keep_alive=True, more_body=False)
                self.cycle = cast(RequestResponseCycle, cycle)
                cycle.take(*found)
                return
            self._piece = data
        else:
            self._piece = b""
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Chooses the fast path or ASGI."""
        if self.url == b"/collect" and self._is_plain():
            cycle = FastCycle(self, keep_alive=self.parser.should_keep_alive(), more_body=True)
            self.cycle = cast(RequestResponseCycle, cycle)
            self.wait_for(BODY_TIMEOUT_S)
            return
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Hands a complete hit over."""
        cycle = self.cycle
        if isinstance(cycle, FastCycle) and cycle.more_body:
            self.is_between = True
            cycle.more_body = False
            head = head_of(self.headers, self.scheme or "http", self.trusted_hops)
            if cycle.keep_alive and self._piece:
                self.heads.learn(self._piece, len(cycle.body), head)
            cycle.take(head, bytes(cycle.body))
            return
        super().on_message_complete()

    def _is_plain(self) -> bool:
        if self.is_busy() or self.parser.get_method() != b"POST" or self.parser.get_http_version() != "1.1":
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
    own = {"collector": collector, "trusted_hops": trusted_hops, "heads": KnownHeads()}
    return type("HitProtocol", (HitProtocol,), own)
