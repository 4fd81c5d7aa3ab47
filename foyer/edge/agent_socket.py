"""`/ws/agent`: nudges for the people who work here, and what a page asks for; of itself it tells no content but a
visitor's typing (idea 3; T8, T25).
"""

from collections.abc import Callable, Iterable, Sequence

from foyer.conversations.models import Conversation, State
from foyer.conversations.seen import Seen, mark_read_together
from foyer.conversations.types import Asked, Shown
from foyer.edge.grouped import Grouped
from foyer.edge.http import Receive, Scope, Send, sender_of_scope
from foyer.edge.socket import HELLO_S, POLICY, TOO_SLOW, Closed, Frame, Socket, in_thread, number_of, run, text_of
from foyer.lib import clock
from foyer.lib.bus import Message, Overflow, Subscription, bus
from foyer.lib.tickets import used_ticket
from foyer.portals.domains import origin_allowed
from foyer.portals.queries import portals_of
from foyer.presence.looks import looks
from foyer.presence.windows import windows
from foyer.team.actions import come_back
from foyer.team.models import IDLE, NO_WINDOW, User

MAX_TICKET = 300
MAX_DEVICE = 40
SEEN_S = 1.0  # so often it is written who has seen what
OF_ONE_CHAT = frozenset({"conversation", "typing"})

LinesFor = Callable[[list[Asked]], Sequence[Shown | Exception]]


class AgentSocket:
    """The ASGI application for /ws/agent."""

    def __init__(self, trusted_hops: int, lines_for: LinesFor) -> None:
        """`lines_for` draws new lines for pages, as each of their users may see them."""
        self._trusted_hops = trusted_hops
        self._work = AgentWork(lines_for)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sender = sender_of_scope(scope, self._trusted_hops)
        socket = Socket(receive, send)
        if not origin_allowed(sender.origin, (), sender.own_origin):
            await socket.refuse()
            return
        await socket.open()
        try:
            hello = await socket.frame(HELLO_S)
            user_id = used_ticket(text_of(hello, "ticket", MAX_TICKET)) if hello["t"] == "hello" else None
            if user_id is None:
                raise Closed(POLICY, "ticket")
        except Closed as closed:
            await socket.close(closed)
            return
        device = text_of(hello, "device", MAX_DEVICE)
        windows.open(user_id, clock.now_ms(), device)
        agent = Agent(socket, user_id, self._work)
        try:
            await run(socket, agent.answer(), agent.listen())
        finally:
            looks.set(user_id, agent, on=False)
            windows.close(user_id, clock.now_ms(), device)


class AgentWork:
    """What all agents of an event loop have the database do together (P4)."""

    def __init__(self, lines_for: LinesFor) -> None:
        self.lines: Grouped[Asked, Shown] = Grouped(lines_for)
        self.seen = Grouped(_mark_read, pause_s=SEEN_S)


class Agent:
    """One open socket of one user."""

    def __init__(self, socket: Socket, user_id: int, work: AgentWork) -> None:
        self._socket = socket
        self._user_id = user_id
        self._work = work
        self._shown: set[int] = set()
        self._name = ""

    async def answer(self) -> None:
        """Pings, that the agent types, that there is a hand at the keyboard, and whether the page is in front."""
        while True:
            frame = await self._socket.frame()
            if frame["t"] == "ping":
                self._socket.tell({"t": "pong"})
            elif frame["t"] == "typing":
                await self._tell_typing(frame)
            elif frame["t"] == "lines":
                await self._tell_lines(number_of(frame, "id"), number_of(frame, "since"))
            elif frame["t"] == "look":
                looks.set(self._user_id, self, on=frame.get("on") is True)
            elif frame["t"] == "active" and windows.touch(self._user_id, clock.now_ms()):
                await in_thread(come_back, self._user_id, IDLE)

    async def listen(self) -> None:
        """Passes nudges on; after a change of rights or portals, those of what the user may hear now (T8)."""
        await in_thread(come_back, self._user_id, NO_WINDOW)
        while True:
            rights = await in_thread(_rights, self._user_id)
            self._name, portals = rights
            ear = bus().subscribe(self._topics(portals))
            try:
                if rights == await in_thread(_rights, self._user_id):  # nothing changed while nobody listened
                    await self._pass_on(ear)
            except Overflow:
                raise Closed(TOO_SLOW, "too_slow") from None
            finally:
                ear.close()
            for missed in ("inbox", "live"):
                self._socket.tell({"t": missed})

    def _topics(self, portals: Iterable[int]) -> list[str]:
        return [f"user:{self._user_id}", "team", "portals", "records", *(f"portal:{pk}" for pk in sorted(portals))]

    async def _pass_on(self, ear: Subscription) -> None:
        """Until something changes that may concern the user's rights."""
        async for message in ear:
            if "t" in message:
                if self._concerns(message):
                    self._socket.tell(dict(message))
            elif message.get("user") in {None, self._user_id}:
                return

    def _concerns(self, message: Message) -> bool:
        """A page that shows a conversation is not told of lines in others."""
        return message["t"] not in OF_ONE_CHAT or not self._shown or message["id"] in self._shown

    async def _tell_lines(self, conversation_id: int, since: int) -> None:
        """What is new in a conversation that the page shows, if the user may see it (T7)."""
        self._shown.add(conversation_id)
        shown = await self._work.lines.do(Asked(self._user_id, conversation_id, since))
        self._socket.tell({"t": "lines", "id": conversation_id, "html": shown.html})
        if shown.seen:
            self._work.seen.later(Seen(conversation_id, "agent", shown.seen))

    async def _tell_typing(self, frame: Frame) -> None:
        conversation_id = number_of(frame, "id")
        if await in_thread(_may_type, self._user_id, conversation_id):
            told = {"t": "typing", "name": self._name, "on": frame.get("on") is True}
            bus().publish(f"conversation:{conversation_id}", told)


def _rights(user_id: int) -> tuple[str, frozenset[int]]:
    """First name and portals. Raises Closed when the user may not sign in any more."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise Closed(POLICY, "deactivated")
    return user.first_name, frozenset(portals_of(user).values_list("pk", flat=True))


def _mark_read(seen: list[Seen]) -> list[bool]:
    """The visitor sees what his agent has seen."""
    went_on = mark_read_together(seen)
    for one in {one.conversation_id for one, did in zip(seen, went_on, strict=True) if did}:
        bus().publish(f"conversation:{one}", {"t": "state"})
    return went_on


def _may_type(user_id: int, conversation_id: int) -> bool:
    return Conversation.objects.filter(pk=conversation_id, agent_id=user_id).exclude(state=State.ENDED).exists()
