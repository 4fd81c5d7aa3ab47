"""uvicorn's HTTP protocol with time limits, one timer a connection, and scopes only for ASGI (T35, P1)."""

import asyncio
import math

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_TIMEOUT_S = 10.0
LOOK_S = 5.0


class PatientProtocol(HttpToolsProtocol):
    """Closes a connection that takes too long for the head of a request, or between two of them.

    uvicorn sets and cancels a timer for each answer; here one timer looks now and then at how long it may still take.
    """

    is_between = True
    """Whether no request has begun, or the last one is complete."""
    _until_s = math.inf

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to watch."""
        super().connection_made(transport)
        self.wait_for(HEAD_TIMEOUT_S)
        self._watch = self.loop.call_later(LOOK_S, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends watching."""
        self._watch.cancel()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self) -> None:
        """Sockets have limits of their own."""
        self._watch.cancel()
        super().handle_websocket_upgrade()

    def wait_for(self, seconds: float) -> None:
        """What comes next may take so long."""
        self._until_s = self.loop.time() + seconds

    def is_busy(self) -> bool:
        """Whether an answer is under way."""
        return self.cycle is not None and not self.cycle.response_complete

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        self.is_between = False
        self.url, self.headers, self.expect_100_continue = b"", [], False
        if not self.is_busy():
            self.wait_for(HEAD_TIMEOUT_S)

    def on_headers_complete(self) -> None:
        """Goes to ASGI, which has its own limits for bodies."""
        url, headers, expects = self.url, self.headers, self.expect_100_continue
        super().on_message_begin()
        self.url, self.expect_100_continue = url, expects
        self.headers += headers  # the list that the scope holds
        self._until_s = math.inf
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The last byte of a request."""
        self.is_between = True
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Begins with the next request that waits, or waits for one."""
        if self.pipeline:
            super().on_response_complete()
            return
        self.server_state.total_requests += 1
        if not self.transport.is_closing():
            self.wait_for(self.timeout_keep_alive if self.is_between else HEAD_TIMEOUT_S)
            self.flow.resume_reading()

    def _look(self) -> None:
        now_s = self.loop.time()
        if now_s >= self._until_s:
            self.transport.close()
        else:
            self._watch = self.loop.call_later(min(self._until_s - now_s, LOOK_S), self._look)
