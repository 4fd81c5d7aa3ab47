"""`POST /collect` as a plain ASGI route: the twin of fast.py, for whatever is unusual."""

import asyncio

from foyer.edge.anywhere import ANYBODY, is_post
from foyer.edge.hits import UNAVAILABLE, Collector
from foyer.edge.http import NO_STORE, Gone, Receive, Scope, Send, TooBig, answer, read_body, sender_of_scope
from foyer.visits.hit import MAX_BODY_BYTES, TOO_BIG, Refused


class Collect:
    """Answers after the commit: 204, or 200 when an agent wrote to this browser (B7). A refusal is a short word."""

    def __init__(self, collector: Collector, trusted_hops: int) -> None:
        self._collector = collector
        self._trusted_hops = trusted_hops

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not await is_post(scope, send):
            return
        try:
            is_invited = await self._take(scope, receive)
        except Refused as refused:
            await answer(send, refused.status, refused.reason.encode(), headers=(ANYBODY, NO_STORE, *_closing(refused)))
        except Gone:
            return
        else:
            told = (200, b"invited") if is_invited else (204, b"")
            await answer(send, *told, headers=(ANYBODY, NO_STORE))

    async def _take(self, scope: Scope, receive: Receive) -> bool:
        try:
            body = await read_body(receive, MAX_BODY_BYTES)
        except TooBig:
            raise TOO_BIG from None
        stored: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def settled(is_stored: bool) -> None:
            if not stored.done():
                stored.set_result(is_stored)

        is_invited = self._collector.take(body, sender_of_scope(scope, self._trusted_hops), settled)
        if not await stored:
            raise UNAVAILABLE
        return is_invited


def _closing(refused: Refused) -> tuple[tuple[bytes, bytes], ...]:
    """After a body that was not read to its end the connection can't be used again."""
    return ((b"connection", b"close"),) if refused is TOO_BIG else ()
