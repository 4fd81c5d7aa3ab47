"""Work with the database for many clients at once (P4, R11, R19)."""

import asyncio
import threading
import time

import pytest
from django.db import OperationalError

from foyer.channels.webchat import session
from foyer.conversations.models import Message
from foyer.edge.grouped import Grouped
from tests.edge.sockets import PAGE, Client, gone, hello, in_thread, started


class Bench:
    """Work that notes its groups, and waits until it may go on."""

    def __init__(self, error: type[Exception] = ValueError) -> None:
        self.groups: list[list[int]] = []
        self.free = threading.Event()
        self._error = error

    def __call__(self, items: list[int]) -> list[int]:
        self.groups.append(items)
        assert self.free.wait(60)
        if -1 in items:
            raise self._error
        return [2 * item for item in items]


async def asked(work: Bench, *items: int) -> list:
    """The first item is at work while the others come."""
    grouped = Grouped(work)
    first, *others = [asyncio.ensure_future(grouped.do(item)) for item in items[:1]], items[1:]
    await asyncio.sleep(0.05)
    rest = [asyncio.ensure_future(grouped.do(item)) for item in others[0]]
    await asyncio.sleep(0)
    work.free.set()
    return await asyncio.gather(*first, *rest, return_exceptions=True)


async def test_while_a_group_is_at_work_the_next_one_forms():
    work = Bench()
    assert await asked(work, 1, 2, 3) == [2, 4, 6]
    assert work.groups == [[1], [2, 3]]


async def test_when_a_group_fails_each_is_tried_by_itself():
    work = Bench()
    assert [str(each) for each in await asked(work, 1, 2, -1, 3)] == ["2", "4", "", "6"]
    assert work.groups == [[1], [2, -1, 3], [2], [-1], [3]]


async def test_a_database_that_is_away_is_asked_once_more_and_not_for_each():
    work = Bench(OperationalError)
    told = await asked(work, 1, -1, 2, 3)
    assert [type(each) for each in told[1:]] == [OperationalError] * 3
    assert work.groups == [[1], [-1, 2, 3], [-1]]


async def test_who_leaves_meanwhile_costs_the_others_nothing():
    work, grouped = Bench(), None
    grouped = Grouped(work)
    gone_soon, stays = (asyncio.ensure_future(grouped.do(number)) for number in (1, 2))
    await asyncio.sleep(0.05)
    gone_soon.cancel()
    work.free.set()
    assert await stays == 4


async def test_lines_of_one_moment_are_committed_together_and_each_is_acknowledged(visitors, monkeypatch):
    clients = [(await started(visitors, id=f"client-id-000{number}"))[0] for number in range(3)]
    sizes, send = [], session.send_together
    monkeypatch.setattr(
        visitors._work.lines, "_work", lambda lines: (sizes.append(len(lines)), time.sleep(0.1), send(lines))[2]
    )
    for number, client in enumerate(clients):
        client.say({"t": "send", "id": f"c-{number}", "text": f"Line {number}"})
    told = [(await client.frame("ack"))["id"] for client in clients]
    assert told == ["c-0", "c-1", "c-2"]
    assert sizes in ([3], [1, 2])
    await gone(*clients)


async def test_a_line_that_was_stored_and_not_acknowledged_is_acknowledged_when_it_comes_again(visitors, monkeypatch):
    client, frame = await started(visitors)
    send = session.send_together

    def cut(lines):
        send(lines)
        raise OperationalError

    monkeypatch.setattr(visitors._work.lines, "_work", cut)
    client.say({"t": "send", "id": "c-2", "text": "Once"})
    assert (await client.frame("close"))["code"] == 1012
    with pytest.raises(OperationalError):
        await client.task
    monkeypatch.setattr(visitors._work.lines, "_work", send)
    back = Client(visitors, "/ws/visitor", PAGE)
    back.say(hello(token=frame["token"], since=1))
    back.say({"t": "send", "id": "c-2", "text": "Once"})
    assert (await back.frame("ack"))["seq"] == 2
    assert await in_thread(Message.objects.filter(client_id="c-2").count) == 1
    await gone(back)
