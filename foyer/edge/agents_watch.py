"""Tells open widgets when somebody can answer now, and when nobody can any more: one task for all of them (B16, P6)."""

import asyncio
import contextlib
from collections.abc import Iterator

from foyer.edge.socket import Closed
from foyer.edge.visitor import Visitor
from foyer.lib.bus import Overflow, bus

BOOK_REFILL_S = 0.5
TOPICS = ("team", "portals")


class AgentsWatch:
    """The visitors that are here, and who looks after what they are told of agents."""

    def __init__(self) -> None:
        self._here: set[Visitor] = set()
        self._task: asyncio.Future[None] | None = None

    @contextlib.contextmanager
    def over(self, visitor: Visitor) -> Iterator[None]:
        """While the visitor is here."""
        self._here.add(visitor)
        self._task = self._task or asyncio.ensure_future(self._watch())
        try:
            yield
        finally:
            self._here.discard(visitor)
            if not self._here and self._task:
                self._task.cancel()
                self._task = None

    async def _watch(self) -> None:
        while True:
            ear = bus().subscribe(TOPICS)
            try:
                async for _ in ear:
                    await self._tell()
            except Overflow:
                await self._tell()
            finally:
                ear.close()

    async def _tell(self) -> None:
        """Who does not read is closed where he is answered."""
        await asyncio.sleep(BOOK_REFILL_S)
        for visitor in tuple(self._here):
            with contextlib.suppress(Closed):
                visitor.tell_agents()
