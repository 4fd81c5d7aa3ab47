"""A small queue with one reader (P6)."""

import asyncio

import pytest

from foyer.lib.mailbox import Mailbox


async def test_what_is_put_comes_out_in_order_also_to_who_waits():
    box = Mailbox()
    waiting = asyncio.ensure_future(box.get())
    await asyncio.sleep(0)
    for item in (1, 2, 3):
        box.put_nowait(item)
    assert [await waiting, await box.get(), await box.get(), len(box)] == [1, 2, 3, 0]


async def test_who_gave_up_waiting_takes_nothing():
    box = Mailbox()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(box.get(), 0.01)
    box.put_nowait("kept")
    assert await box.get() == "kept"
