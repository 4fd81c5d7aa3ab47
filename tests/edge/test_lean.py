"""The websocket protocol that keeps little of a socket: it works like the one that keeps everything (P6, T35)."""

import asyncio
import threading

import pytest
import websockets

from tests.edge.serving import Serving

pytestmark = pytest.mark.enable_socket
BIG = "x" * 1_000_000
WAIT_S = 30


class Flood:
    """An application that sends without end, for a client that does not read."""

    def __init__(self) -> None:
        self.sent = 0
        self.ended = threading.Event()

    async def __call__(self, scope, receive, send):
        await receive()
        await send({"type": "websocket.accept"})
        try:
            while True:
                await send({"type": "websocket.send", "text": BIG})
                self.sent += 1
        except OSError:
            self.ended.set()

    async def waits(self) -> int:
        """How much it had sent when it could send no more."""
        before = -1
        while before != self.sent or not self.sent:
            before = self.sent
            await asyncio.sleep(0.2)
        return before


async def test_what_comes_is_answered_in_its_order_and_the_heads_are_forgotten():
    kept = []

    async def echo(scope, receive, send):
        protocol = receive.__self__
        await receive()
        await send({"type": "websocket.accept"})
        kept.extend(name for name in ("request", "response") if hasattr(protocol, name))
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"]})

    with Serving(echo) as address:
        async with websockets.connect(f"ws://{address}/") as client:
            for number in range(20):
                await client.send(str(number))
            assert [await client.recv() for _ in range(20)] == [str(number) for number in range(20)]
    assert kept == []


async def test_who_does_not_read_makes_the_application_wait_and_gets_the_rest_when_he_reads():
    flood = Flood()
    with Serving(flood) as address:
        async with websockets.connect(f"ws://{address}/", max_queue=1) as client:
            waited_at = await flood.waits()
            for _ in range(waited_at + 5):
                assert await client.recv() == BIG
            assert flood.sent > waited_at
            client.transport.abort()


async def test_whoever_leaves_without_having_read_holds_nobody_up():
    flood = Flood()
    with Serving(flood) as address:
        client = await websockets.connect(f"ws://{address}/", max_queue=1)
        await flood.waits()
        client.transport.abort()
        assert await asyncio.to_thread(flood.ended.wait, WAIT_S)
