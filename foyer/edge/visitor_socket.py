"""`/ws/visitor`: a website's visitor and his chat (docs/extending/widget.md; T1, T25, R11, R15)."""

import re

from foyer.edge.agents_watch import AgentsWatch
from foyer.edge.guard import PortalBook, PortalEntry, verified_origin
from foyer.edge.http import Receive, Scope, Send, sender_of_scope
from foyer.edge.socket import HELLO_S, POLICY, Closed, Frame, Socket, run, text_of
from foyer.edge.visitor import Visitor, VisitorWork

BROWSER = re.compile(r"[A-Za-z0-9_-]{16,40}\Z")


class VisitorSocket:
    """The ASGI application for /ws/visitor."""

    def __init__(self, book: PortalBook, trusted_hops: int) -> None:
        self._book = book
        self._trusted_hops = trusted_hops
        self._watch = AgentsWatch()
        self._work = VisitorWork()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sender = sender_of_scope(scope, self._trusted_hops)
        socket = Socket(receive, send)
        await socket.open()
        try:
            hello = await socket.frame(HELLO_S)
            entry = self._admitted(hello, sender.origin, sender.own_origin)
        except Closed as closed:
            await socket.close(closed)
            return
        visitor = Visitor(socket, self._book, entry, hello, sender.ip, self._work)
        scope["headers"] = ()  # thousands of visitors are here at once (P6)
        del sender, hello
        with self._watch.over(visitor):
            await run(socket, visitor.answer(), visitor.listen())

    def _admitted(self, hello: Frame, origin: str, own_origin: str) -> PortalEntry:
        """The portal of a sound hello from one of its pages."""
        if hello["t"] != "hello" or not BROWSER.match(text_of(hello, "browser", 41)):
            raise Closed(POLICY, "malformed")
        entry = self._book.find(text_of(hello, "portal", 40))
        if entry is None:
            raise Closed(POLICY, "unknown_key")
        if not verified_origin(entry, origin, "", own_origin):
            raise Closed(POLICY, "origin")
        return entry
