"""Fan-out inside one process: in order, to whoever listens, never waiting for the slow (T35)."""

import asyncio
import threading

import pytest

from foyer.lib.bus.local import QUEUE_MESSAGES, LocalBus
from foyer.lib.bus.types import Overflow


def test_messages_arrive_in_order_from_another_thread():
    async def main() -> list[object]:
        bus = LocalBus()
        ear = bus.subscribe(["a"])
        threading.Thread(target=lambda: [bus.publish("a", {"n": n}) for n in range(5)]).start()
        got = []
        async for message in ear:
            got.append(message["n"])
            if len(got) == 5:
                ear.close()
        return got

    assert asyncio.run(main()) == [0, 1, 2, 3, 4]


def test_other_topics_are_not_heard():
    async def main() -> list[object]:
        bus = LocalBus()
        ear = bus.subscribe(["a"])
        bus.publish("b", {"n": 1})
        bus.publish("a", {"n": 2})
        await asyncio.sleep(0)
        ear.close()
        return [message["n"] async for message in ear]

    assert asyncio.run(main()) == [2]


def test_a_listener_that_does_not_read_is_told_that_it_lost_messages():
    async def main() -> None:
        bus = LocalBus()
        ear = bus.subscribe(["a"])
        for number in range(QUEUE_MESSAGES + 10):
            bus.publish("a", {"n": number})
        await asyncio.sleep(0)
        async for _ in ear:
            pass

    with pytest.raises(Overflow):
        asyncio.run(main())


def test_a_closed_ear_leaves_nothing_behind():
    async def main() -> LocalBus:
        bus = LocalBus()
        bus.subscribe(["a", "b"]).close()
        return bus

    assert not asyncio.run(main())._ears
