"""A restart in the middle: everybody comes back as the widget does, and what was said meanwhile is not lost (R16)."""

import asyncio
import contextlib
import json
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.installation import Installation
from tests.load.crowd.connected import SITE

WAITS_S = (2, 4, 8, 15, 30)
"""As in widget/chat/link.ts."""
CHATS = 100
GOAL_S, HANDSHAKE_S = 60, 2
SAY = """
from foyer.conversations.actions import accept_conversation, send_message
from foyer.conversations.models import Conversation
from foyer.team.models import User
boris = User.objects.get(email="boris@foyer.test")
for chat in Conversation.objects.filter(visitor_name__startswith="Talker "):
    accept_conversation(chat.pk, boris)
    send_message(chat.pk, boris, "said meanwhile", f"meanwhile-{chat.pk:06}")
"""
COUNT = """
from foyer.conversations.models import Message
print(Message.objects.filter(text="also meanwhile").count())
"""
T = TypeVar("T")
Connected = Callable[[], Awaitable[asyncio.StreamWriter]]


@dataclass
class Returned:
    """What the crowd saw: how long each took to be welcomed, and when the last one was."""

    welcomes_s: list[float] = field(default_factory=list)
    last: float = 0.0
    heard: int = 0
    acked: int = 0

    def welcome(self, began: float) -> None:
        """One more is back."""
        self.last = time.monotonic()
        self.welcomes_s.append(self.last - began)


@dataclass
class Talker:
    """A visitor with a chat, who says a line as soon as it is possible again."""

    number: int
    socket: ClientConnection
    token: str
    since: int

    async def comes_back(self, installation: Installation, seen: Returned) -> None:
        """Waits for the end of the socket, and returns with what was received last."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                await self.socket.recv()
        self.socket = await _retried(lambda: self._welcomed(installation, seen))
        line = {"t": "send", "id": f"again-{self.number:06}", "text": "also meanwhile"}
        await self.socket.send(json.dumps(line))
        while json.loads(await self.socket.recv())["t"] != "ack":
            pass
        seen.acked += 1

    async def _welcomed(self, installation: Installation, seen: Returned) -> ClientConnection:
        began = time.monotonic()
        socket = await _opened(installation, self.number, self.token, self.since)
        ready = json.loads(await socket.recv())
        seen.welcome(began)
        seen.heard += sum(message["text"] == "said meanwhile" for message in ready["messages"])
        return socket


async def talkers(installation: Installation) -> list[Talker]:
    """Visitors who have begun a chat."""
    return [await _begun(installation, number) for number in range(CHATS)]


async def restarted(
    installation: Installation, visitors: list[tuple[asyncio.StreamReader, Connected]], chatting: list[Talker]
) -> None:
    """Stops the server, has an agent write to all who chat, starts it again, and prints how everybody came back."""
    seen, began = Returned(), time.monotonic()
    coming = [asyncio.ensure_future(_comes_back(reader, again, seen)) for reader, again in visitors]
    coming += [asyncio.ensure_future(one.comes_back(installation, seen)) for one in chatting]
    await asyncio.to_thread(installation.stop)
    await asyncio.to_thread(installation.run, SAY)
    await asyncio.to_thread(installation.start)
    served = time.monotonic()
    _done, late = await asyncio.wait(coming, timeout=3 * GOAL_S)
    kept = int(await asyncio.to_thread(installation.run, COUNT))
    times = sorted(seen.welcomes_s)
    p50, p99 = statistics.median(times), times[int(len(times) * 0.99)]
    print(f"\nrestart: served again after {served - began:.1f} s; {len(late)} of {len(coming):,} are not back")
    print(
        f"the last is back {seen.last - served:.1f} s later, {seen.last - began:.1f} s after the stop (goal {GOAL_S})"
    )
    print(f"welcomed in p50 {p50:.2f} s, p99 {p99:.2f} s (goal {HANDSHAKE_S})")
    print(f"lines of agents {CHATS}, came {seen.heard}; of visitors {CHATS}, taken {seen.acked}, stored {kept}")


async def _comes_back(reader: asyncio.StreamReader, again: Connected, seen: Returned) -> None:
    with contextlib.suppress(OSError):
        while await reader.read(1024):
            pass

    async def welcomed() -> asyncio.StreamWriter:
        began = time.monotonic()
        writer = await again()
        seen.welcome(began)
        return writer

    await _retried(welcomed)


async def _retried(attempt: Callable[[], Awaitable[T]]) -> T:
    failures = 1
    while True:
        wait = 1 + random.random() * (WAITS_S[min(failures, len(WAITS_S)) - 1] - 1)
        await asyncio.sleep(wait)
        try:
            return await attempt()
        except (OSError, EOFError, InvalidHandshake, ConnectionClosed):
            failures += 1


async def _begun(installation: Installation, number: int) -> Talker:
    socket = await _opened(installation, number, None, 0)
    form = {"name": f"Talker {number}", "email": f"t{number}@bench.example", "text": "Hello"}
    await socket.send(json.dumps({"t": "start", "id": f"start-{number:06}", **form}))
    while (frame := json.loads(await socket.recv()))["t"] != "started":
        pass
    return Talker(number, socket, frame["token"], max(message["seq"] for message in frame["messages"]))


async def _opened(installation: Installation, number: int, token: str | None, since: int) -> ClientConnection:
    socket = await connect(f"ws://127.0.0.1:{installation.port}/ws/visitor", origin=SITE, compression=None)
    about = {"portal": "p_demo123", "browser": f"bench-talker-{number:05}", "token": token, "since": since}
    await socket.send(json.dumps({"t": "hello", "language": "en", **about}))
    return socket
