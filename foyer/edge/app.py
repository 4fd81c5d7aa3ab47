"""Which path is answered where: hot paths here in raw ASGI, everything else by Django's pages."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from foyer.edge.http import NO_STORE, Receive, Scope, Send, answer

AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]


class Life(Protocol):
    """What begins and ends with the process."""

    async def start(self) -> None:
        """Before the first request."""

    async def stop(self) -> None:
        """After the last one."""

    async def is_ready(self) -> bool:
        """Whether requests can be served: database and journal answer."""


class Edge:
    """The ASGI application."""

    def __init__(
        self, *, routes: dict[str, AsgiApp], sockets: dict[str, AsgiApp], public: AsgiApp, pages: AsgiApp, life: Life
    ) -> None:
        self._routes = {**routes, "/healthz": self._healthz, "/readyz": self._readyz, "/foyer.js": public}
        self._sockets = sockets
        self._public = public
        self._pages = pages
        self._life = life

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._route(scope["path"])(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._sockets.get(scope["path"], _no_socket)(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    def _route(self, path: str) -> AsgiApp:
        if path.startswith("/widget/"):
            return self._public
        return self._routes.get(path, self._pages)

    async def _healthz(self, scope: Scope, receive: Receive, send: Send) -> None:
        await answer(send, 200, b"ok", headers=(NO_STORE,))

    async def _readyz(self, scope: Scope, receive: Receive, send: Send) -> None:
        ready = await self._life.is_ready()
        await answer(send, 200 if ready else 503, b"ready" if ready else b"not_ready", headers=(NO_STORE,))

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            await self._life.start()
        except Exception as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            raise
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._life.stop()
        await send({"type": "lifespan.shutdown.complete"})


async def _no_socket(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.close", "code": 1008})
