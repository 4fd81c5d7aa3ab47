"""A queue with one reader that is small while it is empty: thousands of sockets have some each (P6).

`asyncio.Queue` holds four deques of 760 bytes whatever is in it. What both can do has the same name.
"""

import asyncio
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """In order, unbounded; belongs to one event loop. Only one task may wait at a time."""

    __slots__ = ("_items", "_waiter")

    def __init__(self) -> None:
        self._items: list[T] = []
        self._waiter: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._items)

    def empty(self) -> bool:
        """Whether all is taken."""
        return not self._items

    def put_nowait(self, item: T) -> None:
        """Adds it, and wakes the reader."""
        self._items.append(item)
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def get(self) -> T:
        """The oldest one, as soon as there is one."""
        while not self._items:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        return self._items.pop(0)
