"""One open socket of one visitor: answers what he sends, and tells him what is new."""

import asyncio

from foyer.channels.webchat import devices
from foyer.channels.webchat import session as chat
from foyer.channels.webchat.form import (
    Rejected,
    Wanted,
    clean_text,
    client_id,
    introduction,
    page_of,
    rating_of,
    start_form,
    start_id,
    wanted_by,
)
from foyer.conversations.seen import Seen, mark_read_together
from foyer.edge.grouped import Grouped
from foyer.edge.guard import PortalBook, PortalEntry
from foyer.edge.socket import TOO_SLOW, Closed, Frame, Socket, in_thread, number_of, text_of
from foyer.lib.addresses import is_loopback
from foyer.lib.buckets import Buckets
from foyer.lib.bus import Overflow, Subscription, bus
from foyer.lib.qr import qr_rows
from foyer.presence.invitations import invitations

MAX_TYPING = 200
SEEN_S = 1.0  # so often it is written who has seen what
MAX_TOKEN = 100

# T36: 10 lines in 10 s of one conversation; 3 new conversations a minute of one address.
lines_allowed = Buckets(rate_per_s=1, burst=10)
starts_allowed = Buckets(rate_per_s=3 / 60, burst=3)
fetches_allowed = Buckets(rate_per_s=1, burst=20)  # colleagues behind one address are invited, too
FRAMES_PER_S, FRAMES_AT_ONCE = 20, 60


class VisitorWork:
    """What all visitors of an event loop have the database do together (P4)."""

    def __init__(self) -> None:
        self.lines = Grouped(chat.send_together)
        self.news = Grouped(chat.snapshots)
        self.seen = Grouped(mark_read_together, pause_s=SEEN_S)


class Visitor:
    """What is known of the visitor is the session that his secret opened, and nothing else (T1)."""

    def __init__(
        self, socket: Socket, book: PortalBook, entry: PortalEntry, hello: Frame, ip: str, work: VisitorWork
    ) -> None:
        self._socket = socket
        self._work = work
        self._book = book
        self._entry = entry
        self._hello = hello
        self._ip = ip
        self._seq = number_of(hello, "since")
        self._session: chat.Session | None = None
        self._has_session: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._fetching = asyncio.Lock()
        self._ear: Subscription | None = None
        self._told = self._agents()
        self._frames_allowed = Buckets(FRAMES_PER_S, FRAMES_AT_ONCE)

    async def answer(self) -> None:
        """Welcomes, then answers frame by frame. Unknown frames are ignored; who sends too many is read later (T36)."""
        await self._welcome()
        while True:
            frame = await self._socket.frame()
            while wait_s := self._frames_allowed.take(""):  # noqa: ASYNC110  it knows how long to wait
                await asyncio.sleep(wait_s)
            handler = _HANDLERS.get(str(frame["t"]))
            try:
                if handler:
                    await handler(self, frame)
            except Rejected as rejected:
                told = {"t": "error", "id": text_of(frame, "id", 40), "code": rejected.code, "field": rejected.field}
                self._socket.tell(told)

    async def listen(self) -> None:
        """Fetches what is new in his conversation, and in the next one when he starts another."""
        await self._has_session
        while True:
            self._ear = bus().subscribe([f"conversation:{self._opened().conversation_id}"])
            try:
                await self._follow(self._ear)
            except Overflow:
                raise Closed(TOO_SLOW, "too_slow") from None
            finally:
                self._ear.close()

    def tell_agents(self) -> None:
        """Says when somebody can answer now, and when nobody can any more, unless he knows (B16)."""
        self._entry = self._book.find(self._entry.key) or self._entry
        if (now := self._agents()) != self._told:
            self._told = now
            self._socket.tell({"t": "online", **now})

    def tell_invitation(self) -> None:
        """Says that an agent wrote to this browser, so that its page asks what it was (B7, T5)."""
        browser = text_of(self._hello, "browser", 40)
        if invitations.find(self._entry.portal_id, browser, self._ip) is not None:
            self._socket.tell({"t": "invited"})

    async def _follow(self, ear: Subscription) -> None:
        """Listens first and fetches then: nothing falls between (R15). Ends when the ear is closed."""
        await self._tell_news(with_state=False)
        async for message in ear:
            if message["t"] == "typing":
                self._socket.tell(dict(message))
            elif message["t"] != "message" or number_of(message, "seq") > self._seq:
                await self._tell_news(with_state=message["t"] != "message")

    async def _welcome(self) -> None:
        token = text_of(self._hello, "token", MAX_TOKEN)
        self._session = await in_thread(chat.open_session, token, self._entry.portal_id) if token else None
        self._told = self._agents()
        ready: Frame = {"t": "ready", **self._told, "conversation": None, "messages": [], "more": False}
        if self._session:
            conversation, lines, more = await self._work.news.do((self._session, self._seq))
            ready |= {"conversation": conversation, "messages": lines, "more": more}
            self._note_seq(lines)
            self._begin_listening()
        self._socket.tell(ready)
        self.tell_invitation()

    async def _start(self, frame: Frame) -> None:
        form = start_form(frame, text_of(self._hello, "language", 10), self._wanted())
        if self._book.find(self._entry.key) is None:
            raise Rejected("portal_off")
        if not is_loopback(self._ip) and starts_allowed.take(self._ip):
            raise Rejected("slow_down")
        browser = text_of(self._hello, "browser", 40)
        secret, session = await in_thread(chat.start, self._entry.portal_id, browser, form, self._ip)
        await self._begin(form.id, secret, session)

    async def _fetch(self, frame: Frame) -> None:
        """The page heard that somebody wrote to this browser: what it was, and the secret to answer (B7)."""
        fetch_id, browser = self._asked(frame)
        told = await in_thread(chat.fetch_invitation, self._entry.portal_id, browser, self._ip, fetch_id)
        await self._begin(fetch_id, *told)

    async def _continue(self, frame: Frame) -> None:
        """A link from another device was opened here (B24)."""
        asked_id, browser = self._asked(frame)
        code = text_of(frame, "code", MAX_TOKEN)
        told = await in_thread(devices.go_on, code, self._entry.portal_id, browser, asked_id)
        await self._begin(asked_id, *told)

    def _asked(self, frame: Frame) -> tuple[str, str]:
        """The id of a question for a chat, and the browser that asks. Raises Rejected."""
        if self._book.find(self._entry.key) is None:
            raise Rejected("portal_off")
        if not is_loopback(self._ip) and fetches_allowed.take(self._ip):
            raise Rejected("slow_down")
        return start_id(frame), text_of(self._hello, "browser", 40)

    async def _link(self, frame: Frame) -> None:
        """A link to this chat for another device, and its QR code (B24)."""
        session, asked_id, page = self._opened(), client_id(frame), page_of(frame)
        if lines_allowed.take(str(session.conversation_id)):
            raise Rejected("slow_down")
        url = f"{page}#{devices.FRAGMENT}={await in_thread(devices.new_link, session)}"
        minutes = devices.LINK_LIVES.seconds // 60
        self._socket.tell(
            {"t": "link", "id": asked_id, "url": url, "rows": await in_thread(qr_rows, url), "minutes": minutes}
        )

    async def _begin(self, frame_id: str, secret: str, session: chat.Session) -> None:
        async with self._fetching:
            conversation, lines, _ = await self._work.news.do((session, 0))
            self._session = session
            self._note_seq(lines)
            known = {"conversation": conversation, "messages": lines}
            self._socket.tell({"t": "started", "id": frame_id, "token": secret, **known})
        self._begin_listening()
        if self._ear:
            self._ear.close()

    async def _send(self, frame: Frame) -> None:
        session = self._opened()
        if lines_allowed.take(str(session.conversation_id)):
            raise Rejected("slow_down")
        line = await self._work.lines.do(chat.Sent(session, clean_text(frame), client_id(frame)))
        self._socket.tell({"t": "ack", "id": line["id"], "seq": line["seq"], "at": line["at"]})
        if line["seq"] == self._seq + 1 and not self._fetching.locked():  # he has all before it: nothing to fetch
            self._note_seq([line])
            self._socket.tell({"t": "message", "message": line})

    async def _introduce(self, frame: Frame) -> None:
        session = self._opened()
        if lines_allowed.take(str(session.conversation_id)):
            raise Rejected("slow_down")
        await in_thread(chat.introduce, session, introduction(frame, self._wanted()))

    async def _typing(self, frame: Frame) -> None:
        session = self._opened()
        nudge = {"t": "typing", "id": session.conversation_id, "text": text_of(frame, "text", MAX_TYPING)}
        bus().publish(f"portal:{self._entry.portal_id}", nudge)

    async def _read(self, frame: Frame) -> None:
        self._work.seen.later(Seen(self._opened().conversation_id, "visitor", number_of(frame, "seq")))

    async def _decline(self, frame: Frame) -> None:
        await in_thread(chat.decline, self._opened())

    async def _end(self, frame: Frame) -> None:
        await in_thread(chat.end, self._opened())
        await self._tell_news(with_state=True)

    async def _rate(self, frame: Frame) -> None:
        session = self._opened()
        if lines_allowed.take(str(session.conversation_id)):
            raise Rejected("slow_down")
        await in_thread(chat.rate, session, *rating_of(frame))
        await self._tell_news(with_state=True)

    async def _ping(self, frame: Frame) -> None:
        self._socket.tell({"t": "pong"})

    async def _tell_news(self, *, with_state: bool) -> None:
        more = True
        while more:
            async with self._fetching:
                conversation, lines, more = await self._work.news.do((self._opened(), self._seq))
                self._note_seq(lines)
                for line in lines:
                    await self._socket.tell_in_turn({"t": "message", "message": line})
            with_state = with_state or bool(lines)
        if with_state:
            self._socket.tell({"t": "state", "conversation": conversation})

    def _begin_listening(self) -> None:
        if not self._has_session.done():
            self._has_session.set_result(None)

    def _note_seq(self, lines: list[Frame]) -> None:
        if lines:
            self._seq = number_of(lines[-1], "seq")

    def _wanted(self) -> Wanted:
        return wanted_by(self._entry.widget, text_of(self._hello, "language", 10))

    def _opened(self) -> chat.Session:
        if self._session is None:
            raise Rejected("ended")
        return self._session

    def _agents(self) -> Frame:
        told = self._entry.widget
        return {"online": told.get("online", False), "agents": told.get("agents", []), "back": told.get("back")}


_HANDLERS = {
    "start": Visitor._start,
    "fetch": Visitor._fetch,
    "link": Visitor._link,
    "continue": Visitor._continue,
    "decline": Visitor._decline,
    "send": Visitor._send,
    "introduce": Visitor._introduce,
    "typing": Visitor._typing,
    "read": Visitor._read,
    "end": Visitor._end,
    "rate": Visitor._rate,
    "ping": Visitor._ping,
}
