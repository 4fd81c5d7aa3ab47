"""`bin/foyer bench chat`: from a visitor's send to the agent's screen having the line, each on disk before (P4).

The server runs on the first core. Each chat says a line a second over its socket; the windows of agents share the chats
and ask over their sockets, as pages do, for what a nudge tells of. BENCH_RATES are the lines a second, in turn;
BENCH_CONNECTED visitors are connected beside them and say nothing. With `--postgresql` it runs on a cluster of its own.
"""

import asyncio
import json
import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect

from tests.installation import Installation
from tests.load.crowd.connected import SITE, allow_sockets, connected, stay
from tests.load.crowd.served import on_one_core
from tests.postgres import cluster

RATES = [int(rate) for rate in os.environ.get("BENCH_RATES", "5,100,200,300").split(",")]
BESIDE = int(os.environ.get("BENCH_CONNECTED", "5000"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "10"))
FIRST_BESIDE = 10_000
AGENTS = 10
ANSWER_S = 30
PING_S = 20
LINE, SEQ = re.compile(r"line-(\d+-\d+)-end"), re.compile(r'data-seq="(\d+)"')
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
TICKETS = f"""
from foyer.lib.tickets import new_ticket
from foyer.team.models import User
import json
print(json.dumps([new_ticket(User.objects.get(email="boris@foyer.test").pk) for _ in range({AGENTS})]))
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
    allow_sockets(BESIDE + max(RATES))
    if "--postgresql" not in sys.argv[1:]:
        return on_one_core(_measure, FOYER_LOG_LEVEL="warning")
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder)) as address:
        return on_one_core(_measure, address, FOYER_LOG_LEVEL="warning")


async def _measure(installation: Installation, _cookie: str) -> None:
    visitors: list[ClientConnection] = []
    pinging = asyncio.ensure_future(_ping(visitors))
    for number in range(max(RATES)):
        visitors.append(await _begun(installation, number))
    ids = json.loads(await asyncio.to_thread(installation.run, ACCEPT))
    screens = Screens()
    asking = [asyncio.ensure_future(_hear(visitor, screens)) for visitor in visitors]
    tickets = json.loads(await asyncio.to_thread(installation.run, TICKETS))
    windows = [await _agent(installation, ticket) for ticket in tickets]
    watching = [
        asyncio.ensure_future(_watch(window, screens, ids[place::AGENTS])) for place, window in enumerate(windows)
    ]
    beside = [await connected(installation, FIRST_BESIDE + number) for number in range(BESIDE)]
    staying = asyncio.ensure_future(stay(beside))
    await asyncio.sleep(2)
    print(f"\n{len(visitors)} chats, {BESIDE:,} more visitors connected, one core, {SECONDS} s each")
    print("from send to the agent's screen:")
    for rate in RATES:
        marks = await _said(visitors[:rate], rate, screens)
        await _settled(marks, screens)
        _print(rate, marks, screens)
    for task in (pinging, staying, *asking, *watching):
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


async def _ping(visitors: list[ClientConnection]) -> None:
    """As widgets do: who is silent is taken for gone."""
    while True:
        await asyncio.sleep(PING_S)
        for visitor in visitors:
            await _send(visitor, {"t": "ping"})


async def _agent(installation: Installation, ticket: str) -> ClientConnection:
    """The socket of an agent's window."""
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


async def _watch(agent: ClientConnection, screens: Screens, ids: list[int]) -> None:
    """A window with these chats: asks for what each nudge tells of, as its pages do."""
    since = dict.fromkeys(ids, 0)
    for pk in ids:
        await _send(agent, {"t": "lines", "id": pk, "since": 0})
    async for text in agent:
        frame = json.loads(text)
        if frame["t"] == "conversation" and frame["id"] in since:
            await _send(agent, {"t": "lines", "id": frame["id"], "since": since[frame["id"]]})
        elif frame["t"] == "lines":
            now, pk = time.perf_counter(), frame["id"]
            since[pk] = max([since[pk], *map(int, SEQ.findall(frame["html"]))])
            for mark in LINE.findall(frame["html"]):
                screens.seen.setdefault(mark, now)


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
