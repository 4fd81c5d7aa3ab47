"""A visitor's widget on a real socket that is cut whenever the test likes: what it wrote waits until it is heard."""

import asyncio
import base64
import contextlib
import json
import os
import random
import struct

from tests.edge.sockets import PAGE, hello

LOST = (OSError, asyncio.IncompleteReadError, TimeoutError)


class CutWidget:
    """Writes, is cut, comes back with its number, and sends again what nobody acknowledged, with the same id (R11)."""

    def __init__(self, address: str, token: str, chance: random.Random) -> None:
        self.host, self.port = address.split(":")
        self.token, self.chance = token, chance
        self.lines: dict[int, dict] = {}
        self.seq, self.cuts = 1, 0
        self.outbox: list[dict] = []

    async def talk(self, frames: list[dict], cuts: int) -> None:
        """Sends all of it; the socket is cut until there were so many cuts."""
        self.outbox += frames
        while self.outbox or self.cuts < cuts:
            with contextlib.suppress(*LOST):
                await self.come_back(cuts)

    async def come_back(self, cuts: int = 0) -> None:
        """One socket, until it is cut or everything is said."""
        reader, writer = await asyncio.open_connection(self.host, int(self.port))
        try:
            await self._welcome(reader, writer)
            while self.outbox:
                if self.cuts < cuts and self.chance.random() < 0.8:
                    await self._cut(writer)
                    return
                writer.write(_frame(self.outbox[0]))
                await self._hear_until(reader, "ack")
            self.cuts += self.cuts < cuts
        finally:
            writer.transport.abort()

    async def _cut(self, writer: asyncio.StreamWriter) -> None:
        """In the middle of a frame, right behind it, or some time later, before the answer was read."""
        data, self.cuts = _frame(self.outbox[0]), self.cuts + 1
        writer.write(data[: self.chance.choice([self.chance.randrange(len(data)), len(data)])])
        await asyncio.sleep(self.chance.choice([0, 0, 0.002, self.chance.random() / 30]))

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        head = f"GET /ws/visitor HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nOrigin: {PAGE}\r\nUpgrade: websocket\r\n"
        more = f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
        writer.write((head + more).encode())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(_frame(hello(token=self.token, since=self.seq)))
        await self._hear_until(reader, "ready")

    async def _hear_until(self, reader: asyncio.StreamReader, kind: str) -> dict:
        async with asyncio.timeout(20):
            while True:
                frame = await _read(reader)
                for line in [*frame.get("messages", []), *([frame["message"]] if "message" in frame else [])]:
                    self._got(line)
                if frame["t"] == "ack":
                    self.outbox = [one for one in self.outbox if one["id"] != frame["id"]]
                if frame["t"] == kind:
                    return frame

    def _got(self, line: dict) -> None:
        assert self.lines.setdefault(line["seq"], line) == line
        self.seq = max(self.seq, line["seq"])
        self.outbox = [one for one in self.outbox if one["id"] != line["id"]]


def _frame(told: dict) -> bytes:
    """A text as clients send it (RFC 6455), masked with zeros."""
    text = json.dumps(told).encode()
    return bytes([0x81, 0xFE]) + struct.pack("!H", len(text)) + bytes(4) + text


async def _read(reader: asyncio.StreamReader) -> dict:
    """The next text of the server; it neither masks nor splits."""
    first, size = await reader.readexactly(2)
    if size == 126:
        (size,) = struct.unpack("!H", await reader.readexactly(2))
    elif size == 127:
        (size,) = struct.unpack("!Q", await reader.readexactly(8))
    data = await reader.readexactly(size)
    if first != 0x81:
        raise ConnectionResetError
    return json.loads(data)
