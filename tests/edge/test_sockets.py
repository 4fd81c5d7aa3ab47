"""The two sockets, driven as raw ASGI (T1, T5, T8, T22, T25, T35, T36, R11, R15)."""

import asyncio
import json
import threading

import pytest

from foyer.conversations.actions import accept_conversation, end_conversation, receive_message, send_message
from foyer.conversations.models import Conversation, Message
from foyer.edge import visitor as visitor_module
from foyer.edge.agent_socket import AgentSocket
from foyer.edge.guard import PortalBook, PortalEntry
from foyer.edge.visitor_socket import VisitorSocket
from foyer.events.dispatch import react_to_pending
from foyer.lib.buckets import Buckets
from foyer.lib.tickets import new_ticket
from foyer.team.actions import deactivate_user
from tests.conversations.conftest import anna, boris, shop, vera

__all__ = ["anna", "boris", "shop", "vera"]

VERA = "vera-browser-0123456789"
PAGE = "https://shop.example"
START = {"t": "start", "id": "client-id-0001", "name": "Vera", "email": "vera@lindqvist.example", "text": "Hello"}


class Client:
    """A browser's end of a socket."""

    def __init__(self, app, path: str, origin: str | None) -> None:
        headers = [(b"host", b"foyer.example"), *([(b"origin", origin.encode())] if origin is not None else [])]
        self.scope = {"type": "websocket", "path": path, "headers": headers, "client": ("127.0.0.1", 1), "scheme": "ws"}
        self.inbox: asyncio.Queue[dict] = asyncio.Queue()
        self.outbox: asyncio.Queue[dict] = asyncio.Queue()
        self.inbox.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.ensure_future(app(self.scope, self.inbox.get, self.outbox.put))

    def say(self, frame: object) -> None:
        text = frame if isinstance(frame, str) else json.dumps(frame)
        self.inbox.put_nowait({"type": "websocket.receive", "text": text})

    def leave(self) -> None:
        self.inbox.put_nowait({"type": "websocket.disconnect", "code": 1001})

    async def event(self) -> dict:
        return await asyncio.wait_for(self.outbox.get(), 5)

    async def frame(self, *kinds: str) -> dict:
        """The next frame, or the next one of these kinds."""
        while True:
            event = await self.event()
            if event["type"] == "websocket.close":
                return {"t": "close", "code": event["code"], "reason": event.get("reason", "")}
            if event["type"] == "websocket.send":
                frame = json.loads(event["text"])
                if not kinds or frame["t"] in kinds:
                    return frame


def socket_of(portal_id: int) -> VisitorSocket:
    book = PortalBook()
    widget = {"online": True, "agents": ["Anna"]}
    common = {"domains": ("shop.example", "*.shop.example"), "show_chat_icon": True, "widget": widget}
    book.replace([PortalEntry(key="p_demo123", portal_id=portal_id, is_enabled=True, **common)])
    return VisitorSocket(book, 0)


@pytest.fixture
def visitors(shop, transactional_db):
    return socket_of(shop.pk)


@pytest.fixture
def reactions(transactional_db):
    """Reacts all the time, as the process does."""
    stopped = threading.Event()

    def loop():
        from django.db import connection

        while not stopped.wait(0.02):
            react_to_pending()
        connection.close()

    thread = threading.Thread(target=loop)
    thread.start()
    yield
    stopped.set()
    thread.join()


def hello(**fields) -> dict:
    return {"t": "hello", "portal": "p_demo123", "browser": VERA, "token": None, "since": 0, "language": "en"} | fields


def in_thread(work, *args):
    """Database work of the test, away from the loop."""

    def closing():
        from django.db import connection

        try:
            return work(*args)
        finally:
            connection.close()

    return asyncio.get_running_loop().run_in_executor(None, closing)


@pytest.mark.parametrize(
    ("origin", "welcome"),
    [
        (PAGE, True), ("https://m.shop.example", True), ("http://foyer.example", True),
        (None, False), ("", False), ("null", False), ("https://evil.example", False),
        ("https://evilshop.example", False), ("https://shop.example.evil.example", False),
        ("https://shop.example:8443", False), ("ftp://shop.example", False),
    ],
)  # fmt: skip
async def test_a_visitors_page_must_belong_to_the_portal(origin, welcome):
    client = Client(socket_of(1), "/ws/visitor", origin)
    client.say(hello())
    frame = await client.frame()
    assert frame["t"] == ("ready" if welcome else "close")
    client.leave()
    await client.task


@pytest.mark.parametrize(
    "first",
    [
        "", "{", "[]", "null", '"x"', "{}", '{"t":1}', '{"t":"ping"}', "[" * 30_000, '{"t":"hello"}', "x" * 40_000,
        json.dumps(hello(portal="p_nobody")), json.dumps(hello(browser="x")), json.dumps(hello(browser=None)),
        '{"t":"hello","portal":"p_demo123","browser":"\\ud800"}',
    ],
)  # fmt: skip
async def test_a_hello_that_is_none_closes_the_socket_with_a_word(first):
    client = Client(socket_of(1), "/ws/visitor", PAGE)
    client.say(first)
    frame = await client.frame()
    assert (frame["t"], frame["code"]) == ("close", 1008)
    await client.task


async def started(visitors, **fields) -> tuple[Client, dict]:
    client = Client(visitors, "/ws/visitor", PAGE)
    client.say(hello())
    assert (await client.frame())["conversation"] is None
    client.say(START | fields)
    return client, await client.frame("started", "error")


async def test_a_chat_starts_and_both_sides_hear_each_other(visitors, reactions, anna):
    client, frame = await started(visitors)
    assert frame["conversation"]["state"] == "waiting"
    chat = await in_thread(Conversation.objects.get)
    await in_thread(accept_conversation, chat.pk, anna)
    await in_thread(send_message, chat.pk, anna, "Hello Vera", "a-1")
    while (message := await client.frame("message"))["message"]["kind"] != "agent":
        pass
    assert message["message"]["text"] == "Hello Vera"
    client.say({"t": "send", "id": "c-2", "text": "Thank you"})
    assert (await client.frame("ack"))["id"] == "c-2"
    assert await in_thread(Message.objects.filter(client_id="c-2").count) == 1
    client.leave()
    await client.task


async def test_the_same_line_sent_again_is_acknowledged_with_the_same_number(visitors):
    client, _ = await started(visitors)
    client.say({"t": "send", "id": "c-2", "text": "Once"})
    first = await client.frame("ack")
    client.say({"t": "send", "id": "c-2", "text": "Once"})
    assert (await client.frame("ack"))["seq"] == first["seq"]
    client.leave()
    await client.task


async def test_after_a_break_the_visitor_gets_what_was_missed_and_nothing_twice(visitors, reactions, anna):
    client, frame = await started(visitors)
    client.leave()
    await client.task
    chat = await in_thread(Conversation.objects.get)
    await in_thread(send_message, chat.pk, anna, "note for us", "n-1", Message.Kind.NOTE)
    await in_thread(send_message, chat.pk, anna, "Are you there?", "a-1")
    back = Client(visitors, "/ws/visitor", PAGE)
    back.say(hello(token=frame["token"], since=1))
    ready = await back.frame()
    assert [line["text"] for line in ready["messages"]] == ["joined", "Are you there?"]
    await in_thread(send_message, chat.pk, anna, "Hello?", "a-2")
    assert (await back.frame("message"))["message"]["text"] == "Hello?"
    back.leave()
    await back.task


async def test_a_second_tab_with_the_secret_sees_the_same_and_another_browser_nothing(visitors, reactions):
    client, frame = await started(visitors)
    tab = Client(visitors, "/ws/visitor", PAGE)
    tab.say(hello(token=frame["token"]))
    assert len((await tab.frame())["messages"]) == 1
    stranger = Client(visitors, "/ws/visitor", PAGE)
    stranger.say(hello(token="A" * 32))
    assert (await stranger.frame())["conversation"] is None
    client.say({"t": "send", "id": "c-2", "text": "canary"})
    assert (await tab.frame("message"))["message"]["text"] == "canary"
    stranger.say({"t": "send", "id": "c-3", "text": "x"})
    assert (await stranger.frame())["code"] == "ended"
    for each in (client, tab, stranger):
        each.leave()
        await each.task


@pytest.mark.parametrize("name", ["name", "email", "text", "phone", "url", "title"])
async def test_naughty_words_in_the_form_break_nothing(visitors, name):
    for line in ("<script>alert(1)</script>", "\u202eabc", "A\u0000B", "🦄" * 200, "=cmd|' /C calc'!A0", "{{7*7}}"):
        client, frame = await started(visitors, **{name: line, "id": f"client-{abs(hash(line))}"})
        assert frame["t"] in {"started", "error"}
        client.leave()
        await client.task


async def test_odd_frames_are_ignored_or_refused_and_the_socket_lives_on(visitors):
    client, _ = await started(visitors)
    for frame in (
        {"t": "dance"},
        {"t": "send"},
        {"t": "send", "id": 5, "text": []},
        {"t": "read", "seq": -1},
        {"t": "read", "seq": 1e99},
    ):
        client.say(frame)
    client.say({"t": "ping"})
    assert (await client.frame("pong"))["t"] == "pong"
    client.leave()
    await client.task


async def test_more_than_ten_lines_at_once_are_slowed_down(visitors, monkeypatch):
    monkeypatch.setattr(visitor_module, "lines_allowed", Buckets(rate_per_s=0.001, burst=3))
    client, _ = await started(visitors)
    for number in range(4):
        client.say({"t": "send", "id": f"c-{number}", "text": "again"})
    assert (await client.frame("error"))["code"] == "slow_down"
    client.leave()
    await client.task


async def test_the_visitor_ends_the_chat(visitors, reactions):
    client, _ = await started(visitors)
    client.say({"t": "end", "id": "e-1"})
    while (state := await client.frame("state"))["conversation"]["state"] != "ended":
        pass
    assert state["conversation"]["ended"]
    client.leave()
    await client.task


async def test_typing_goes_to_the_agents_of_the_portal(visitors, anna):
    agent = Client(AgentSocket(0), "/ws/agent", "http://foyer.example")
    agent.say({"t": "hello", "ticket": new_ticket(anna.pk)})
    agent.say({"t": "ping"})
    await agent.frame("pong")
    await asyncio.sleep(0.2)
    client, _ = await started(visitors)
    client.say({"t": "typing", "text": "That works"})
    assert (await agent.frame("typing"))["text"] == "That works"
    for each in (client, agent):
        each.leave()
        await each.task


@pytest.mark.parametrize("origin", [None, "null", PAGE, "https://foyer.example", "http://foyer.example.evil.example"])
async def test_the_agent_socket_opens_for_foyers_own_pages_only(origin):
    client = Client(AgentSocket(0), "/ws/agent", origin)
    client.say({"t": "hello", "ticket": new_ticket(1)})
    assert (await client.event())["type"] == "websocket.close"
    await client.task


@pytest.mark.parametrize("ticket", ["", "forged", "1:abc:def", None, 7])
async def test_without_a_ticket_nobody_listens(ticket):
    client = Client(AgentSocket(0), "/ws/agent", "http://foyer.example")
    client.say({"t": "hello", "ticket": ticket})
    assert (await client.frame())["reason"] == "ticket"
    await client.task


async def test_a_ticket_is_good_once(transactional_db, anna):
    ticket = new_ticket(anna.pk)
    for expected in ("pong", "close"):
        client = Client(AgentSocket(0), "/ws/agent", "http://foyer.example")
        client.say({"t": "hello", "ticket": ticket})
        client.say({"t": "ping"})
        assert (await client.frame("pong", "close"))["t"] == expected
        client.leave()
        await client.task


async def test_a_deactivated_agent_hears_nothing_more(transactional_db, reactions, anna, boris, shop):
    client = Client(AgentSocket(0), "/ws/agent", "http://foyer.example")
    client.say({"t": "hello", "ticket": new_ticket(boris.pk)})
    client.say({"t": "ping"})
    await client.frame("pong")
    await asyncio.sleep(0.2)
    await in_thread(deactivate_user, boris, anna)
    assert (await client.frame("close"))["reason"] == "deactivated"
    await client.task


async def test_agents_hear_of_their_own_portals_only(visitors, reactions, anna):
    from tests.team.people import hire

    mila = await in_thread(hire, "Mila Sand")
    ears = {}
    for user in (anna, mila):
        ears[user] = Client(AgentSocket(0), "/ws/agent", "http://foyer.example")
        ears[user].say({"t": "hello", "ticket": new_ticket(user.pk)})
        ears[user].say({"t": "ping"})
        await ears[user].frame("pong")
    await asyncio.sleep(0.2)
    client, _ = await started(visitors)
    assert (await ears[anna].frame("ring"))["t"] == "ring"
    assert ears[mila].outbox.empty()
    chat = await in_thread(Conversation.objects.get)
    await in_thread(receive_message, chat.pk, "x", "c-9")
    await in_thread(end_conversation, chat.pk, "visitor")
    assert (await ears[anna].frame("quiet"))["id"] == chat.pk
    for each in (client, *ears.values()):
        each.leave()
        await each.task
