"""uvicorn's websocket protocol without what a socket that is open needs no more: thousands are open at once (P6)."""

import asyncio
from typing import Any, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from foyer.lib.mailbox import Mailbox

_OPEN = asyncio.Event()
_OPEN.set()


class LeanSocketProtocol(WebSocketsSansIOProtocol):
    """A queue of four deques, an event with one more and the heads of the handshake took 5 of 32 KiB of each socket."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queue = cast(Any, Mailbox[Any]())
        self.writable = _OPEN

    def pause_writing(self) -> None:
        """Who sends waits from now on."""
        self.writable = asyncio.Event()

    def resume_writing(self) -> None:
        """Who waits goes on."""
        self.writable.set()
        self.writable = _OPEN

    def start_keepalive(self) -> None:
        """The handshake is over: nobody asks for its heads any more."""
        super().start_keepalive()
        del self.request, self.response
