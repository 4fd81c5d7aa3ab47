"""Work with the database for many clients at once: while one group is at work, the next one forms (P4).

As with the journal of hits, nobody waits for a group to fill: who comes alone is a group of one.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import structlog
from django.db import close_old_connections

from foyer.edge.socket import in_thread
from foyer.lib.away import AWAY

T = TypeVar("T")
R = TypeVar("R")

MOST = 100

log = structlog.get_logger(__name__)


class Grouped(Generic[T, R]):
    """Of one event loop. `work` takes a list and answers each in its order, or with the error that is for this one.

    After a group it rests for `pause_s`, for what may come a little later.
    """

    def __init__(self, work: Callable[[list[T]], Sequence[R | Exception]], pause_s: float = 0) -> None:
        self._work = work
        self._pause_s = pause_s
        self._waiting: list[tuple[T, asyncio.Future[R] | None]] = []
        self._task: asyncio.Future[None] | None = None

    async def do(self, item: T) -> R:
        """The answer, or the error, for this one."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._put(item, answer)
        return await answer

    def later(self, item: T) -> None:
        """Does this one, too; nobody waits for it."""
        self._put(item, None)

    def _put(self, item: T, answer: asyncio.Future[R] | None) -> None:
        self._waiting.append((item, answer))
        self._task = self._task or asyncio.ensure_future(self._drain())

    async def _drain(self) -> None:
        try:
            while group := self._waiting[:MOST]:
                del self._waiting[:MOST]
                found = await in_thread(self._answers, [item for item, _ in group])
                for (_, answer), one in zip(group, found, strict=True):
                    _settle(answer, one)
                if self._pause_s:
                    await asyncio.sleep(self._pause_s)
        finally:
            self._task = None

    def _answers(self, items: list[T]) -> Sequence[R | Exception]:
        """When a group fails, each is tried by itself: what is wrong with one costs the others nothing (R19)."""
        try:
            return self._work(items)
        except Exception as error:
            log.exception("group_failed", size=len(items))
            return [error] if len(items) == 1 else self._one_by_one(items)

    def _one_by_one(self, items: list[T]) -> list[R | Exception]:
        """A database that is away is asked once more, and not for each: who waits is told soon (R1, R2)."""
        found: list[R | Exception] = []
        for item in items:
            close_old_connections()
            if found and isinstance(found[-1], AWAY):
                found.append(found[-1])
            else:
                found += self._answers([item])
        return found


def _settle(answer: asyncio.Future[R] | None, found: R | Exception) -> None:
    if answer is None or answer.done():  # nobody asked, or who asked has left
        return
    if isinstance(found, Exception):
        answer.set_exception(found)
    else:
        answer.set_result(found)
