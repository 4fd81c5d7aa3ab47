"""Tells open widgets when somebody can answer now, when nobody can any more, and when an agent wrote: one task for all
of them (B7, B16, P6).
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterator

from foyer.edge.socket import Closed
from foyer.edge.visitor import Visitor
from foyer.lib.bus import Overflow, bus

BOOK_REFILL_S = 0.5
TOPICS = ("team", "portals", "invitations")


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
                async for message in ear:
                    if message.get("t") == "invited":
                        self._each(Visitor.tell_invitation)
                    else:
                        await self._tell_agents()
            except Overflow:
                self._each(Visitor.tell_invitation)
                await self._tell_agents()
            finally:
                ear.close()

    async def _tell_agents(self) -> None:
        await asyncio.sleep(BOOK_REFILL_S)
        self._each(Visitor.tell_agents)

    def _each(self, tell: Callable[[Visitor], None]) -> None:
        """Who does not read is closed where he is answered."""
        for visitor in tuple(self._here):
            with contextlib.suppress(Closed):
                tell(visitor)
