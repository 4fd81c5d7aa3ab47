"""Browsers' ends of the two sockets, driven as raw ASGI in memory: no server is needed."""

import asyncio
import json
import time

from foyer.desk.inbox.asked_lines import lines_for
from foyer.edge.agent_socket import AgentSocket
from foyer.edge.guard import PortalBook, PortalEntry
from foyer.edge.visitor_socket import VisitorSocket
from foyer.events.models import Event
from foyer.lib.bus import bus
from foyer.lib.tickets import new_ticket

VERA = "vera-browser-0123456789"
KEY = "p_demo123"
PAGE = "https://shop.example"
OWN = "http://foyer.example"
START = {"t": "start", "id": "client-id-0001", "name": "Vera", "email": "vera@lindqvist.example", "text": "Hello"}


class Client:
    """A browser's end of a socket. `hear` takes what it is told; without it, it is kept."""

    def __init__(self, app, path: str, origin: str | None, hear=None) -> None:
        headers = [(b"host", b"foyer.example"), *([(b"origin", origin.encode())] if origin is not None else [])]
        self.scope = {"type": "websocket", "path": path, "headers": headers, "client": ("127.0.0.1", 1), "scheme": "ws"}
        self.heard = ""
        self.inbox: asyncio.Queue[dict] = asyncio.Queue()
        self.outbox: asyncio.Queue[dict] = asyncio.Queue()
        self.inbox.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.ensure_future(app(self.scope, self.inbox.get, hear or self._hear))

    async def _hear(self, event: dict) -> None:
        self.heard += event.get("text", "")
        await self.outbox.put(event)

    def say(self, frame: object) -> None:
        text = frame if isinstance(frame, str) else json.dumps(frame)
        self.inbox.put_nowait({"type": "websocket.receive", "text": text})

    def leave(self) -> None:
        self.inbox.put_nowait({"type": "websocket.disconnect", "code": 1001})

    def kinds(self) -> list[str]:
        """What has been told and not been read yet."""
        found = []
        while not self.outbox.empty():
            found.append(json.loads(self.outbox.get_nowait().get("text", '{"t": "close"}'))["t"])
        return found

    async def event(self) -> dict:
        return await asyncio.wait_for(self.outbox.get(), 5)

    async def frame(self, *kinds: str) -> dict:
        """The next frame, or the next one of these kinds."""
        while True:
            event = await self.event()
            if event["type"] == "websocket.close":
                return {"t": "close", "code": event["code"], "reason": event.get("reason", "")}
            if event["type"] == "websocket.send":
                frame = json.loads(event["text"])
                if not kinds or frame["t"] in kinds:
                    return frame


def socket_of(portal_id: int) -> VisitorSocket:
    book = PortalBook()
    widget = {"online": True, "agents": ["Anna"]}
    common = {"domains": ("shop.example", "*.shop.example"), "show_chat_icon": True, "widget": widget}
    book.replace([PortalEntry(key="p_demo123", portal_id=portal_id, is_enabled=True, **common)])
    return VisitorSocket(book, 0)


def agent_of(user_id: int) -> Client:
    """The agent socket of a user, with a fresh ticket."""
    client = Client(AgentSocket(0, lines_for), "/ws/agent", OWN)
    client.say({"t": "hello", "ticket": new_ticket(user_id)})
    return client


async def listening(user_id: int) -> Client:
    """The same, once nudges come through."""
    client = agent_of(user_id)
    await asyncio.to_thread(_heard_from, client, user_id)
    while not client.outbox.empty():
        client.outbox.get_nowait()
    return client


def _heard_from(client: Client, user_id: int) -> None:
    """Nudges until the first one arrives."""
    until = time.monotonic() + 60
    while client.outbox.qsize() < 2 and time.monotonic() < until:
        bus().publish(f"user:{user_id}", {"t": "presence"})
        time.sleep(0.02)


async def gone(*clients: Client) -> None:
    """They leave, and their sockets end."""
    for client in clients:
        client.leave()
        await client.task


def hello(**fields) -> dict:
    return {"t": "hello", "portal": "p_demo123", "browser": VERA, "token": None, "since": 0, "language": "en"} | fields


async def started(visitors, **fields) -> tuple[Client, dict]:
    client = Client(visitors, "/ws/visitor", PAGE)
    client.say(hello())
    assert (await client.frame())["conversation"] is None
    client.say(START | fields)
    return client, await client.frame("started", "error")


async def settled() -> None:
    """Everything that happened has been reacted to, and what followed from it has been told."""
    await in_thread(_wait_for_reactions)
    await asyncio.sleep(0.2)


def _wait_for_reactions() -> None:
    until = time.monotonic() + 60
    while Event.objects.filter(reacted_at=None).exists() and time.monotonic() < until:
        time.sleep(0.02)


def in_thread(work, *args):
    """Database work of the test, away from the loop."""

    def closing():
        from django.db import connection

        try:
            return work(*args)
        finally:
            connection.close()

    return asyncio.get_running_loop().run_in_executor(None, closing)
