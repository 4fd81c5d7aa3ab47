"""What both sockets share: JSON frames, a bounded way out, database work in threads, closing with a code.

When the process stops, uvicorn closes every socket with 1012 before anything here hears of it (R16).
"""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

import msgspec
from django.db import close_old_connections

from foyer.edge.http import Receive, Send
from foyer.lib.mailbox import Mailbox
from foyer.lib.text import clean_line

P = ParamSpec("P")
R = TypeVar("R")
Frame = dict[str, object]

HELLO_S = 10  # T35
SILENCE_S = 70  # clients ping every 25 s
READ_S = 20  # how long a page of lines waits for a client that does not read
CLOSE_S = 5
MAX_FRAME = 32 * 1024
MAX_WAITING = 256
MAX_WAITING_BYTES = 256 * 1024
THREADS = 4
AWAY, POLICY, RESTART, TOO_SLOW = 1001, 1008, 1012, 1013

_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="sockets")


class Closed(Exception):
    """The conversation with this client is over; `code` is what it is told, None when it left by itself."""

    def __init__(self, code: int | None = None, reason: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Socket:
    """One client."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._out = Mailbox[bytes]()
        self._waiting = 0
        self._waiting_bytes = 0
        self._sent: asyncio.Event | None = None

    async def open(self) -> None:
        """Takes the connection."""
        await self._receive()
        await self._send({"type": "websocket.accept"})

    async def refuse(self) -> None:
        """Answers the handshake with 403."""
        await self._receive()
        await self._send({"type": "websocket.close", "code": POLICY})

    async def frame(self, timeout_s: float = SILENCE_S) -> Frame:
        """The next frame of the client. Raises Closed when it left, is silent, or sends what is no frame.

        Who is silent may come back: a computer that slept is not turned away (R15).
        """
        try:
            async with asyncio.timeout(timeout_s):
                message = await self._receive()
        except TimeoutError:
            raise Closed(AWAY, "silent") from None
        if message["type"] == "websocket.disconnect":
            raise Closed
        return _parsed(message.get("text"))

    def tell(self, frame: Mapping[str, object]) -> None:
        """Puts a frame in line. Raises Closed when the client does not read (T35)."""
        data = msgspec.json.encode(frame)
        if not self._has_room(len(data)):
            raise Closed(TOO_SLOW, "too_slow")
        self._put(data)

    async def tell_in_turn(self, frame: Mapping[str, object]) -> None:
        """Like `tell`, but waits until half the room is free: for pages of lines. Raises Closed when it never is."""
        data = msgspec.json.encode(frame)
        try:
            async with asyncio.timeout(READ_S):
                while not self._has_room(len(data), share=2):
                    self._sent = asyncio.Event()
                    await self._sent.wait()
        except TimeoutError:
            raise Closed(TOO_SLOW, "too_slow") from None
        self._put(data)

    async def send_all(self) -> None:
        """Sends what is in line, for ever. Raises Closed when the client has left."""
        while True:
            data = await self._out.get()
            try:
                await self._send({"type": "websocket.send", "text": data.decode()})
            except OSError:
                raise Closed from None
            self._waiting -= 1
            self._waiting_bytes -= len(data)
            if self._sent:
                self._sent.set()

    async def close(self, closed: Closed) -> None:
        """Says goodbye, and does not wait long for a client that doesn't listen."""
        if closed.code is None:
            return
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(CLOSE_S):
                await self._send({"type": "websocket.close", "code": closed.code, "reason": closed.reason})

    def _has_room(self, size: int, share: int = 1) -> bool:
        """A single frame always has, or a client could never get on."""
        is_short = self._waiting < MAX_WAITING // share
        return not self._waiting or (is_short and self._waiting_bytes + size <= MAX_WAITING_BYTES // share)

    def _put(self, data: bytes) -> None:
        self._waiting += 1
        self._waiting_bytes += len(data)
        self._out.put_nowait(data)


async def run(socket: Socket, *loops: Coroutine[None, None, None]) -> None:
    """Runs the loops of one client until one of them ends, then ends the others and closes."""
    tasks = [asyncio.ensure_future(loop) for loop in (socket.send_all(), *loops)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    reasons = [result for result in results if isinstance(result, Closed)]
    errors = [result for result in results if isinstance(result, Exception) and not isinstance(result, Closed)]
    await socket.close(reasons[0] if reasons else Closed(RESTART, "error"))
    if errors:
        raise errors[0]


async def in_thread(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Runs work with the database away from the event loop."""
    return await in_pool(_pool, work, *args, **kwargs)


async def in_pool(pool: ThreadPoolExecutor, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The same in threads of one's own, for what takes longer."""

    def with_fresh_connection() -> R:
        close_old_connections()
        try:
            return work(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(pool, with_fresh_connection)


def text_of(frame: Frame, name: str, limit: int) -> str:
    """A text of the frame, cleaned and cut; empty when there is none."""
    value = frame.get(name)
    return clean_line(value, limit) if isinstance(value, str) else ""


def number_of(frame: Frame, name: str) -> int:
    """A whole number of the frame from 0; 0 when there is none."""
    value = frame.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31 else 0


def _parsed(text: object) -> Frame:
    if not isinstance(text, str) or len(text) > MAX_FRAME:
        raise Closed(POLICY, "malformed")
    try:
        frame = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        raise Closed(POLICY, "malformed") from None
    if not isinstance(frame, dict) or not isinstance(frame.get("t"), str):
        raise Closed(POLICY, "malformed")
    return frame
