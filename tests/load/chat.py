"""`bin/foyer bench chat`: from a visitor's send to the agent's screen having the line, each on disk before (P4).

The server runs on the first core. Each chat says a line a second over its socket; each agent has one chat open and
fetches, as the page does, what a nudge tells of. BENCH_RATES are the lines a second that are asked for in turn.
"""

import asyncio
import json
import os
import re
import statistics
import sys
import time

from websockets.asyncio.client import ClientConnection, connect

from tests.installation import Installation
from tests.load.crowd.served import on_one_core

RATES = [int(rate) for rate in os.environ.get("BENCH_RATES", "5,100,200,300").split(",")]
SECONDS = int(os.environ.get("BENCH_SECONDS", "10"))
AGENTS = 10
ANSWER_S = 30
SITE = "https://shop.example"
LINE = re.compile(rb"line-(\d+-\d+)-end")
ACCEPT = """
import time
from foyer.conversations.actions import accept_conversation
from foyer.conversations.models import Conversation
from foyer.events.models import Event
from foyer.team.models import User
boris = User.objects.get(email="boris@foyer.test")
print([accept_conversation(chat.pk, boris).pk for chat in Conversation.objects.order_by("pk")])
while Event.objects.filter(reacted_at=None).exists():  # what follows from the beginning is not measured
    time.sleep(0.2)
"""
TICKET = """
from foyer.lib.tickets import new_ticket
from foyer.team.models import User
print(new_ticket(User.objects.get(email="boris@foyer.test").pk))
"""


class Screens:
    """What agents have on screen: when each line came."""

    def __init__(self) -> None:
        self.said: dict[str, float] = {}
        self.acked: dict[str, float] = {}
        self.seen: dict[str, float] = {}

    def late_ms(self, marks: list[str]) -> list[float]:
        """From saying a line to seeing it; what was never seen counts as lost."""
        return sorted((self.seen[mark] - self.said[mark]) * 1000 for mark in marks if mark in self.seen)


def main() -> None:
    on_one_core(_measure, FOYER_LOG_LEVEL="warning")


async def _measure(installation: Installation, cookie: str) -> None:
    visitors = [await _begun(installation, number) for number in range(max(RATES))]
    ids = json.loads(await asyncio.to_thread(installation.run, ACCEPT))
    screens = Screens()
    asking = [asyncio.ensure_future(_hear(visitor, screens)) for visitor in visitors]
    agent, pages = await _agent(installation), await _pages(installation, cookie)
    watching = asyncio.ensure_future(_watch(agent, pages, screens, ids))
    await asyncio.sleep(2)
    print(f"\n{len(visitors)} chats, one core, {SECONDS} s each; from send to the agent's screen")
    for rate in RATES:
        marks = await _said(visitors[:rate], rate, screens)
        await _settled(marks, screens)
        _print(rate, marks, screens)
    for task in (*asking, watching):
        task.cancel()


async def _begun(installation: Installation, number: int) -> ClientConnection:
    """A visitor's socket, with a chat begun."""
    url = f"ws://127.0.0.1:{installation.port}/ws/visitor"
    socket = await connect(url, origin=SITE, compression=None)
    browser = f"bench-browser-{number:05}"
    await _send(socket, {"t": "hello", "portal": "p_demo123", "browser": browser, "since": 0, "language": "en"})
    form = {"name": f"Visitor {number}", "email": f"v{number}@bench.example", "text": "Hello"}
    await _send(socket, {"t": "start", "id": f"start-{number:06}", **form})
    while json.loads(await socket.recv())["t"] != "started":
        pass
    return socket


async def _agent(installation: Installation) -> ClientConnection:
    """The agent's socket, which hears of all chats of the portal."""
    ticket = (await asyncio.to_thread(installation.run, TICKET)).strip()
    socket = await connect(
        f"ws://127.0.0.1:{installation.port}/ws/agent", origin=installation.address, compression=None
    )
    await _send(socket, {"t": "hello", "ticket": ticket})
    return socket


async def _said(visitors: list[ClientConnection], rate: int, screens: Screens) -> list[str]:
    """Each says a line a second, evenly spread over the second; returns the marks of the lines."""
    marks = [f"{rate}-{number}" for number in range(rate * SECONDS)]
    began = time.perf_counter()
    for number, mark in enumerate(marks):
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        screens.said[mark] = time.perf_counter()
        await _send(visitors[number % rate], {"t": "send", "id": f"id-{mark}-0000", "text": f"line-{mark}-end"})
    return marks


async def _hear(visitor: ClientConnection, screens: Screens) -> None:
    """When the server had a line on disk."""
    async for text in visitor:
        frame = json.loads(text)
        if frame["t"] == "ack":
            screens.acked[frame["id"][3:-5]] = time.perf_counter()


async def _watch(agent: ClientConnection, pages: list["Page"], screens: Screens, ids: list[int]) -> None:
    """Fetches what each nudge tells of; each chat one at a time, as its page does."""
    chats = {pk: Chat(pk, pages[number % len(pages)], screens) for number, pk in enumerate(ids)}
    async for text in agent:
        frame = json.loads(text)
        if frame["t"] == "conversation" and frame["id"] in chats:
            chats[frame["id"]].nudge()


class Chat:
    """A thread on screen."""

    def __init__(self, pk: int, page: "Page", screens: Screens) -> None:
        self._path, self._page, self._screens = f"/inbox/{pk}/messages/?since=", page, screens
        self._since, self._again, self._task = 0, False, None

    def nudge(self) -> None:
        """Fetches, and once more when another nudge came meanwhile."""
        self._again = True
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._fetch())

    async def _fetch(self) -> None:
        while self._again:
            self._again = False
            html = await self._page.get(f"{self._path}{self._since}")
            now = time.perf_counter()
            self._since = max([self._since, *map(int, re.findall(rb'data-seq="(\d+)"', html))])
            for mark in LINE.findall(html):
                self._screens.seen.setdefault(mark.decode(), now)


class Page:
    """One connection of a browser, kept open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cookie: str) -> None:
        self._reader, self._writer, self._lock = reader, writer, asyncio.Lock()
        self._head = f"Host: 127.0.0.1\r\nHX-Request: true\r\nCookie: foyer_session={cookie}\r\n\r\n"

    async def get(self, path: str) -> bytes:
        """The body."""
        async with self._lock:
            self._writer.write(f"GET {path} HTTP/1.1\r\n{self._head}".encode())
            head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
            assert head.startswith(b"http/1.1 200"), head
            return await self._reader.readexactly(int(re.search(rb"content-length: (\d+)", head)[1]))


async def _pages(installation: Installation, cookie: str) -> list[Page]:
    return [Page(*await asyncio.open_connection("127.0.0.1", installation.port), cookie) for _agent in range(AGENTS)]


async def _settled(marks: list[str], screens: Screens) -> None:
    until = time.perf_counter() + ANSWER_S
    while not all(mark in screens.seen for mark in marks) and time.perf_counter() < until:
        await asyncio.sleep(0.05)


async def _send(socket: ClientConnection, frame: dict[str, object]) -> None:
    await socket.send(json.dumps(frame))


def _print(rate: int, marks: list[str], screens: Screens) -> None:
    late, lost = screens.late_ms(marks), sum(mark not in screens.seen for mark in marks)
    acked = sorted((screens.acked[mark] - screens.said[mark]) * 1000 for mark in marks if mark in screens.acked)
    took = max(screens.seen[mark] for mark in marks if mark in screens.seen) - screens.said[marks[0]]
    print(
        f"{rate:4}/s: on screen p50 {statistics.median(late):6.1f} ms, p99 {late[int(len(late) * 0.99)]:7.1f} ms;"
        f" on disk p50 {statistics.median(acked):6.1f} ms; {len(late) / took:4.0f}/s came, {lost} were lost"
    )


if __name__ == "__main__":
    sys.exit(main())
