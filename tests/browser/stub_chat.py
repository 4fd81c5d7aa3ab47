"""The stub's side of /ws/visitor: one conversation, whose agent is the test (docs/extending/widget.md)."""

import asyncio
import json
from collections.abc import Awaitable, Callable

AT = "2026-11-03T10:41:00+00:00"
TOKEN = "secret-of-the-stub"
RESTART = 1012
Send = Callable[[dict], Awaitable[None]]


class StubChat:
    """Keeps lines and frames; every line has one id and stands once."""

    def __init__(self) -> None:
        self.frames: list[dict] = []
        self.lines: list[dict] = []
        self.conversation: dict | None = None
        self.loses_acks = 0
        self.agents = ["Anna", "Boris"]
        self.back: str | None = None
        self._open: list[Send] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, receive, send: Send) -> None:
        self._loop = asyncio.get_running_loop()
        await receive()
        await send({"type": "websocket.accept"})
        self._open.append(send)
        while (message := await receive())["type"] == "websocket.receive":
            frame = json.loads(message["text"])
            self.frames.append(frame)
            answer = getattr(self, f"_{frame['t']}", None)
            if answer and not await answer(frame, send):
                break
        self._open.remove(send)

    @property
    def sockets(self) -> int:
        """How many are open."""
        return len(self._open)

    def heard(self, kind: str) -> list[dict]:
        """The frames of a type."""
        return [frame for frame in self.frames if frame["t"] == kind]

    def accept(self, name: str) -> None:
        """An agent takes the chat."""
        self._line("system", "joined", name)
        self.change(state="open", agent=name)

    def answer(self, text: str, name: str = "Boris") -> None:
        """An agent writes a line."""
        self._line("agent", text, name)

    def change(self, **values: object) -> None:
        """The state of the conversation, told to every socket."""
        self.conversation = {**(self.conversation or {}), **values}
        self.tell({"t": "state", "conversation": self.conversation})

    def tell(self, frame: dict) -> None:
        """To every open socket, from the test's thread."""
        if self._loop:
            asyncio.run_coroutine_threadsafe(self._tell(frame), self._loop).result(5)

    def cut(self) -> None:
        """Every socket closes, as when the server restarts."""
        if self._loop:
            asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result(5)

    async def _tell(self, frame: dict) -> None:
        for send in list(self._open):
            await _say(send, frame)

    async def _cut(self) -> None:
        for send in list(self._open):
            await send({"type": "websocket.close", "code": RESTART})

    async def _hello(self, frame: dict, send: Send) -> bool:
        known = self.conversation if frame["token"] == TOKEN else None
        lines = [line for line in self.lines if line["seq"] > frame["since"]] if known else []
        ready = {"t": "ready", "online": bool(self.agents), "agents": self.agents, "back": self.back, "more": False}
        await _say(send, {**ready, "conversation": known, "messages": lines})
        return True

    async def _start(self, frame: dict, send: Send) -> bool:
        if "@" in frame["email"] and frame["email"].endswith("@"):
            await _say(send, {"t": "error", "id": frame["id"], "field": "email", "code": "email_invalid"})
            return True
        self._keep("visitor", frame["text"], None, frame["id"])
        base = {"state": "waiting", "agent": None, "place": 1, "missed": False, "started": AT, "ended": None}
        self.conversation = {**base, "last_seq": 1, "read_seq": 0, "ratable": False, "rating": "", "comment": ""}
        known = {"conversation": self.conversation, "messages": self.lines}
        await _say(send, {"t": "started", "id": frame["id"], "token": TOKEN, **known})
        return True

    async def _send(self, frame: dict, send: Send) -> bool:
        line = next((line for line in self.lines if line["id"] == frame["id"]), None)
        line = line or self._keep("visitor", frame["text"], None, frame["id"])
        if self.loses_acks:
            self.loses_acks -= 1
            await send({"type": "websocket.close", "code": RESTART})
            return False
        await _say(send, {"t": "ack", "id": line["id"], "seq": line["seq"], "at": line["at"]})
        await self._tell({"t": "message", "message": line})
        return True

    async def _end(self, frame: dict, send: Send) -> bool:
        self.conversation = {**(self.conversation or {}), "state": "ended", "ended": AT, "ratable": True}
        line = self._keep("system", "ended_by_visitor", "Vera", None)
        await self._tell({"t": "message", "message": line})
        await self._tell({"t": "state", "conversation": self.conversation})
        return True

    async def _rate(self, frame: dict, send: Send) -> bool:
        self.conversation = {**(self.conversation or {}), "rating": frame["rating"], "comment": frame["comment"]}
        await self._tell({"t": "state", "conversation": self.conversation})
        return True

    async def _ping(self, frame: dict, send: Send) -> bool:
        await _say(send, {"t": "pong"})
        return True

    def _line(self, kind: str, text: str, name: str) -> None:
        self.tell({"t": "message", "message": self._keep(kind, text, name, None)})

    def _keep(self, kind: str, text: str, name: str | None, id: str | None) -> dict:
        line = {"seq": len(self.lines) + 1, "kind": kind, "text": text, "name": name, "at": AT, "id": id}
        self.lines.append(line)
        return line


async def _say(send: Send, frame: dict) -> None:
    await send({"type": "websocket.send", "text": json.dumps(frame)})
