"""Visitors whose widget is connected and who say nothing: most of them, most of the time (P6)."""

import asyncio
import base64
import json
import os
import resource

from websockets.frames import Frame, Opcode

from tests.installation import Installation
from tests.visits.hits import CHROME

SITE = "https://shop.example"
SPARE_FILES = 500
HERE_S = 25.0
"""As in widget/chat/link.ts."""
LONG = 126
OF_A_BROWSER = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Origin": SITE,
    "User-Agent": CHROME,
    "Pragma": "no-cache",
    "Cache-Control": "no-cache",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "en-GB,en;q=0.9,de;q=0.8",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits",
}

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def allow_sockets(count: int) -> None:
    """Lets this process, and the server that it starts, have so many open."""
    limit = count + SPARE_FILES
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, max(limit, resource.getrlimit(resource.RLIMIT_NOFILE)[1])))


async def connected(installation: Installation, number: int) -> Streams:
    """A widget's socket after its welcome."""
    reader, writer = await asyncio.open_connection("127.0.0.1", installation.port, limit=8 * 1024)
    told = {"Host": f"127.0.0.1:{installation.port}", **OF_A_BROWSER}
    told["Sec-WebSocket-Key"] = base64.b64encode(os.urandom(16)).decode()
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    writer.write(f"GET /ws/visitor HTTP/1.1\r\n{lines}\r\n".encode())
    await reader.readuntil(b"\r\n\r\n")
    hello = {"t": "hello", "portal": "p_demo123", "browser": f"bench-browser-{number:05}", "since": 0, "language": "en"}
    writer.write(Frame(Opcode.TEXT, json.dumps(hello).encode()).serialize(mask=True))
    while b'"ready"' not in (await _read(reader))[1]:
        pass
    return reader, writer


async def stay(streams: list[Streams]) -> None:
    """Each answers the server's pings, and says now and then that it is here; for ever."""
    answering = [asyncio.ensure_future(_answer(*one)) for one in streams]
    try:
        while True:
            for _reader, writer in streams:
                writer.write(Frame(Opcode.TEXT, b'{"t":"ping"}').serialize(mask=True))
                await asyncio.sleep(HERE_S / len(streams))
    finally:
        for task in answering:
            task.cancel()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        kind, data = await _read(reader)
        if kind == Opcode.PING:
            writer.write(Frame(Opcode.PONG, data).serialize(mask=True))


async def _read(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """A frame of the server, which masks nothing (RFC 6455): its kind and what it holds."""
    first, size = await reader.readexactly(2)
    if size == LONG:
        size = int.from_bytes(await reader.readexactly(2), "big")
    return first & 15, await reader.readexactly(size)
