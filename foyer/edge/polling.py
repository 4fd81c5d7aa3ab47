"""Sockets where none gets through: the same applications, asked over plain HTTP and answered late (R25).

`POST {"id", "frames", "got", "wait"}`: without `id` a line is opened. `frames` go in; what comes out is numbered, and
kept until the client says that it `got` it, so that a lost answer loses nothing. An answer with `closed` is the last.
The application behind it sees a websocket like any other, with its origin, its limits and its silence.
"""

import asyncio
import secrets
from collections.abc import Callable, MutableMapping
from itertools import islice
from typing import Any

import msgspec

from foyer.edge.anywhere import ANYBODY, PREFLIGHT
from foyer.edge.app import AsgiApp
from foyer.edge.http import NO_STORE, Gone, Headers, Receive, Scope, Send, TooBig, answer, read_body
from foyer.edge.socket import MAX_FRAME

WAIT_S = 25.0
LOOK_S = 1.0
IDLE_S = 40.0
"""Whoever has not asked for so long has left."""
MAX_BODY = 2 * MAX_FRAME
MAX_KEPT = 256
MAX_AT_ONCE = 64
MAX_LINES = 2_000
JSON = b"application/json"
ABNORMAL = 1006


class Asked(msgspec.Struct, frozen=True, gc=False):
    """What a client sends."""

    id: str = ""
    frames: list[str] = []
    got: int = 0
    wait: bool = True


class Told(msgspec.Struct, frozen=True, gc=False):
    """What it is answered: frames from number `first` on, and the code with which the line was closed."""

    id: str
    first: int
    frames: list[str]
    closed: int | None = None


class Line:
    """One client, whose socket is made of requests."""

    def __init__(self, app: AsgiApp, scope: Scope) -> None:
        self._inbox: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        self._kept: list[str] = []
        self._first = 1
        self._changed = asyncio.Event()
        self.closed: int | None = None
        self._inbox.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.ensure_future(app({**scope, "type": "websocket"}, self._inbox.get, self._hear))
        self.task.add_done_callback(self._over)

    def say(self, frames: list[str]) -> None:
        """Frames of the client."""
        for frame in frames:
            self._inbox.put_nowait({"type": "websocket.receive", "text": frame})

    def leave(self) -> None:
        """The client has gone."""
        self._inbox.put_nowait({"type": "websocket.disconnect", "code": ABNORMAL})

    async def heard(self, got: int, wait_s: float, is_stopping: Callable[[], bool]) -> tuple[int, list[str]]:
        """The frames after number `got`, as soon as there are any; none when the time is up."""
        behind = max(0, got - self._first + 1)
        del self._kept[:behind]
        self._first += behind
        self._wake()
        deadline = asyncio.get_running_loop().time() + wait_s
        while not self._kept and self.closed is None and not is_stopping():
            left_s = deadline - asyncio.get_running_loop().time()
            if left_s <= 0:
                break
            await self._change(min(left_s, LOOK_S))
        return self._first, list(islice(self._kept, MAX_AT_ONCE))

    async def _hear(self, event: MutableMapping[str, Any]) -> None:
        """Takes what the application tells; makes it wait for a client that does not read (T35)."""
        if event["type"] == "websocket.close":
            self.closed = event.get("code", ABNORMAL)
        elif event["type"] == "websocket.send":
            while len(self._kept) >= MAX_KEPT:
                await self._change(LOOK_S)
            self._kept.append(event["text"])
        self._wake()

    async def _change(self, wait_s: float) -> None:
        try:
            async with asyncio.timeout(wait_s):
                await self._changed.wait()
        except TimeoutError:
            return

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    def _over(self, _task: "asyncio.Future[None]") -> None:
        if self.closed is None:
            self.closed = ABNORMAL
        self._wake()


class Polling:
    """The ASGI application of one kind of socket. `anywhere`: pages of other websites may ask (never with cookies)."""

    def __init__(self, app: AsgiApp, is_stopping: Callable[[], bool], *, anywhere: bool) -> None:
        self._app = app
        self._is_stopping = is_stopping
        self._headers: Headers = (ANYBODY, NO_STORE) if anywhere else (NO_STORE,)
        self._preflight: Headers = (*PREFLIGHT, NO_STORE) if anywhere else (NO_STORE,)
        self._lines: dict[str, Line] = {}
        self._ends: dict[str, asyncio.TimerHandle] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            await answer(send, 204, headers=self._preflight)
            return
        if scope["method"] != "POST":
            await answer(send, 405, b"post", headers=((b"allow", b"POST, OPTIONS"), *self._headers))
            return
        try:
            asked = msgspec.json.decode(await read_body(receive, MAX_BODY), type=Asked)
        except Gone:
            return
        except TooBig:
            await answer(send, 413, b"too_big", headers=((b"connection", b"close"), *self._headers))
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            await answer(send, 400, b"malformed", headers=self._headers)
        else:
            await self._answer(asked, scope, send)

    async def _answer(self, asked: Asked, scope: Scope, send: Send) -> None:
        line_id = asked.id or self._open(scope)
        line = self._lines.get(line_id)
        if line is None:
            status, word = (404, b"gone") if asked.id else (503, b"full")
            await answer(send, status, word, headers=self._headers)
            return
        self._expect(line_id)
        line.say(asked.frames[:MAX_AT_ONCE])
        first, frames = await line.heard(asked.got, WAIT_S if asked.wait else 0, self._is_stopping)
        is_last = line.closed is not None and len(frames) < MAX_AT_ONCE
        told = Told(line_id, first, frames, line.closed if is_last else None)
        self._expect(line_id)
        await answer(send, 200, msgspec.json.encode(told), headers=self._headers, content_type=JSON)

    def _open(self, scope: Scope) -> str:
        """A new line; its id is a secret (T5). Empty when there are too many."""
        if len(self._lines) >= MAX_LINES:
            return ""
        line_id = secrets.token_urlsafe(24)
        self._lines[line_id] = Line(self._app, scope)
        return line_id

    def _expect(self, line_id: str) -> None:
        """The next request within IDLE_S, else the line is at its end."""
        if end := self._ends.pop(line_id, None):
            end.cancel()
        self._ends[line_id] = asyncio.get_running_loop().call_later(WAIT_S + IDLE_S, self._forget, line_id)

    def _forget(self, line_id: str) -> None:
        self._ends.pop(line_id, None)
        if line := self._lines.pop(line_id, None):
            line.leave()
