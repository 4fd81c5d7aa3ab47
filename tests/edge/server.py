"""A real uvicorn on a free port in a thread, for tests of the hot path."""

import asyncio
import contextlib
import re
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
import uvloop

from foyer.edge.app import AsgiApp, Edge
from foyer.edge.collect import Collect
from foyer.edge.fast import hit_protocol
from foyer.edge.guard import PortalBook, PortalEntry
from foyer.edge.hits import Collector, deliver_in
from foyer.edge.http import Receive, Scope, Send, answer
from foyer.edge.public import Public
from foyer.visits.journal import Entry, Journal
from tests.visits.hits import KEY

PIECE_S = 0.02


@dataclass
class NoLife:
    """Nothing runs beside."""

    journal: Journal | None = field(default=None)

    async def start(self) -> None:
        assert self.journal
        self.journal.start()

    async def stop(self) -> None:
        assert self.journal
        self.journal.close()

    async def is_ready(self) -> bool:
        return True


@dataclass
class HitServer:
    """Where it listens, and what it has on disk."""

    port: int
    journal: Journal

    def talk(self, data: bytes, count: int = 1) -> bytes:
        """Sends raw bytes; returns what comes back until `count` answers are complete or the server closes."""
        return self.talk_in_pieces([data], count)

    def talk_in_pieces(self, pieces: Sequence[bytes], count: int = 1) -> bytes:
        """The same, with a pause after each piece, so that the server reads it by itself."""
        parts = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            for piece in pieces:
                connection.sendall(piece)
                if len(pieces) > 1:
                    time.sleep(PIECE_S)
            with contextlib.suppress(TimeoutError, ConnectionResetError):
                while len(answers(parts)) < count and (part := connection.recv(65536)):
                    parts += part
        return parts

    def stored(self) -> list[Entry]:
        return self.journal.entries_after(0, 10_000)


@contextlib.contextmanager
def hit_server(
    folder: Path, *, fast: bool, hits_per_second: int = 0, pages: dict[str, str] | None = None
) -> Iterator[HitServer]:
    """Serves /collect by the fast path or by the ASGI route alone, the tracker, and pages of HTML by their path."""
    book = PortalBook()
    common = {"portal_id": 1, "domains": ("shop.example", "*.shop.example"), "show_chat_icon": True}
    book.replace(
        [
            PortalEntry(key=KEY, is_enabled=True, **common),
            PortalEntry(key="p_disabled", is_enabled=False, **common),
            PortalEntry(key="p_iconless", is_enabled=True, **{**common, "show_chat_icon": False}),
            PortalEntry(key="p_asks", is_enabled=True, asks_consent=True, **common),
        ]
    )
    ready, box = threading.Event(), []

    async def main() -> None:
        life = NoLife()
        life.journal = Journal(folder / "journal.sqlite3", deliver_in(asyncio.get_running_loop()))
        collector = Collector(life.journal, book, hits_per_second)
        app = Edge(
            routes={"/collect": Collect(collector, 0)},
            sockets={},
            public=Public(book),
            pages=_pages(pages or {}),
            life=life,
        )
        http = hit_protocol(collector, 0) if fast else "httptools"
        server = uvicorn.Server(
            uvicorn.Config(
                app, http=http, ws="none", lifespan="on", log_config=None, access_log=False, proxy_headers=False
            )
        )
        box[:] = [server, life.journal]
        ready.set()
        await server.serve(sockets=[listening])

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=uvloop.run, args=(main(),))
        thread.start()
        assert ready.wait(10)
        try:
            yield HitServer(listening.getsockname()[1], box[1])
        finally:
            box[0].should_exit = True
            thread.join(10)


def answers(raw: bytes) -> list[tuple[int, str]]:
    """Status and body of each complete answer."""
    found = []
    while b"\r\n\r\n" in raw:
        head, _, rest = raw.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        size = int(length.group(1)) if length else 0
        if len(rest) < size:
            break
        found.append((int(head.split()[1]), rest[:size].decode()))
        raw = rest[size:]
    return found


def _pages(pages: dict[str, str]) -> AsgiApp:
    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        text = pages.get(scope["path"], "page")
        await answer(send, 200, text.encode(), content_type=b"text/html; charset=utf-8")

    return page
