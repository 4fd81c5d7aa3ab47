"""What both sockets share: JSON frames, a bounded way out, database work in threads, closing when the process stops."""

import asyncio
import weakref
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

import msgspec
from django.db import close_old_connections

from foyer.edge.http import Receive, Send
from foyer.lib.text import clean_line

P = ParamSpec("P")
R = TypeVar("R")
Frame = dict[str, object]

HELLO_S = 10  # T35
SILENCE_S = 70  # clients ping every 25 s
MAX_FRAME = 32 * 1024
MAX_WAITING = 256
THREADS = 4
POLICY, RESTART, TOO_SLOW = 1008, 1012, 1013

_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="sockets")
_open: "weakref.WeakSet[Socket]" = weakref.WeakSet()


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
        self._out: asyncio.Queue[Mapping[str, object]] = asyncio.Queue(MAX_WAITING)

    async def open(self) -> None:
        """Takes the connection."""
        await self._receive()
        await self._send({"type": "websocket.accept"})
        _open.add(self)

    async def refuse(self) -> None:
        """Answers the handshake with 403."""
        await self._receive()
        await self._send({"type": "websocket.close", "code": POLICY})

    async def frame(self, timeout_s: float = SILENCE_S) -> Frame:
        """The next frame of the client. Raises Closed when it left, is silent, or sends what is no frame."""
        try:
            async with asyncio.timeout(timeout_s):
                message = await self._receive()
        except TimeoutError:
            raise Closed(POLICY, "silent") from None
        if message["type"] == "websocket.disconnect":
            raise Closed
        return _parsed(message.get("text"))

    def tell(self, frame: Mapping[str, object]) -> None:
        """Puts a frame in line. Raises Closed when the client does not read (T35)."""
        try:
            self._out.put_nowait(frame)
        except asyncio.QueueFull:
            raise Closed(TOO_SLOW, "too_slow") from None

    async def send_all(self) -> None:
        """Sends what is in line, for ever."""
        while True:
            frame = await self._out.get()
            await self._send({"type": "websocket.send", "text": msgspec.json.encode(frame).decode()})

    async def close(self, closed: Closed) -> None:
        """Says goodbye."""
        _open.discard(self)
        if closed.code is not None:
            await self._send({"type": "websocket.close", "code": closed.code, "reason": closed.reason})


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

    def with_fresh_connection() -> R:
        close_old_connections()
        try:
            return work(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(_pool, with_fresh_connection)


async def say_goodbye_to_all() -> None:
    """Tells every client that the process restarts; they come back after a moment (R16)."""
    goodbye = Closed(RESTART, "restart")
    await asyncio.gather(*(socket.close(goodbye) for socket in list(_open)), return_exceptions=True)


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
