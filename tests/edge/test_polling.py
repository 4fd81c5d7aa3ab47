"""Where sockets are blocked, the same conversation goes over plain requests (R25, R15; T5, T25, T26, T35)."""

import asyncio
import json

import pytest

from foyer.conversations.actions import accept_conversation, send_message
from foyer.conversations.models import Conversation, Message
from foyer.desk.inbox.asked_lines import lines_for
from foyer.edge import polling
from foyer.edge.agent_socket import AgentSocket
from foyer.edge.polling import Polling
from foyer.lib.bus import bus
from foyer.lib.tickets import new_ticket
from tests.edge.sockets import OWN, PAGE, START, hello, in_thread

SHORT_S = 0.3


@pytest.fixture(autouse=True)
def _short(monkeypatch):
    monkeypatch.setattr(polling, "WAIT_S", SHORT_S)
    monkeypatch.setattr(polling, "IDLE_S", SHORT_S)


class Poller:
    """A browser without sockets."""

    def __init__(self, app, origin=PAGE) -> None:
        self.app, self.origin, self.id, self.got = app, origin, "", 0
        self.told: list[dict] = []

    async def post(self, body: bytes, method="POST") -> tuple[int, dict, bytes]:
        headers = [(b"host", b"foyer.example"), (b"origin", self.origin.encode())]
        scope = {"type": "http", "method": method, "path": "/poll", "headers": headers, "client": ("127.0.0.1", 1)}
        events = []

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(event):
            events.append(event)

        await self.app({**scope, "scheme": "http"}, receive, send)
        return events[0]["status"], dict(events[0]["headers"]), events[1]["body"]

    async def ask(self, *frames, wait=True, keep=True) -> list[dict]:
        """Says frames, and returns what was told; `keep` False is an answer that got lost."""
        asked = {"id": self.id, "frames": [json.dumps(frame) for frame in frames], "got": self.got, "wait": wait}
        status, _headers, body = await self.post(json.dumps(asked).encode())
        assert status == 200, body
        told = json.loads(body)
        self.id, self.closed = told["id"], told["closed"]
        if keep:
            self.got = told["first"] + len(told["frames"]) - 1
        return [json.loads(frame) for frame in told["frames"]]


@pytest.fixture
def poller(visitors):
    return Poller(Polling(visitors, lambda: False, anywhere=True))


async def until(poller, kind, *frames):
    """The next frame of this kind; what comes with it waits its turn."""
    poller.told += await poller.ask(*frames, wait=not poller.told)
    for _ in range(40):
        while poller.told:
            if (frame := poller.told.pop(0))["t"] == kind:
                return frame
        poller.told = await poller.ask()
    raise AssertionError(kind)


async def test_a_chat_goes_both_ways_by_requests_alone(poller, reactions, anna):
    assert (await until(poller, "ready", hello()))["conversation"] is None
    assert (await until(poller, "started", START))["conversation"]["state"] == "waiting"
    chat = await in_thread(Conversation.objects.get)
    await in_thread(accept_conversation, chat.pk, anna)
    await in_thread(send_message, chat.pk, anna, "Hello Vera", "a-1")
    while (line := await until(poller, "message"))["message"]["kind"] != "agent":
        pass
    assert line["message"]["text"] == "Hello Vera"
    assert (await until(poller, "ack", {"t": "send", "id": "c-2", "text": "Thank you"}))["id"] == "c-2"
    assert await in_thread(Message.objects.filter(client_id="c-2").count) == 1


async def test_what_a_lost_answer_held_is_told_again(poller):
    """R15."""
    told = []
    while not told:
        told = await poller.ask(*([] if poller.id else [hello()]), keep=False)
    assert [frame["t"] for frame in await poller.ask()] == [frame["t"] for frame in told] == ["ready"]
    assert await poller.ask() == []


async def test_a_page_of_elsewhere_is_told_to_go(visitors):
    """T25."""
    evil = Poller(Polling(visitors, lambda: False, anywhere=True), origin="https://evil.example")
    assert await evil.ask(hello()) == []
    await evil.ask()
    assert evil.closed == 1008


async def test_whoever_asks_no_more_has_left(poller):
    await until(poller, "ready", hello())
    await asyncio.sleep(3 * SHORT_S)
    assert (await poller.post(json.dumps({"id": poller.id}).encode()))[0] == 404


async def test_the_id_is_a_secret_and_others_open_nothing(poller):
    """T5."""
    await until(poller, "ready", hello())
    assert len(poller.id) >= 32
    assert (await poller.post(b'{"id": "nobody"}'))[0] == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"[]", 400), (b'{"frames": 1}', 400), (b'{"got": "x"}', 400), (b"\xff", 400), (b"x" * 100_000, 413)],
)
async def test_what_is_no_question_is_refused_with_a_word(poller, body, status):
    """T22, T34."""
    assert (await poller.post(body))[0] == status


async def test_pages_of_websites_may_ask_without_cookies_and_of_the_desk_only_its_own(visitors, poller):
    """T26."""
    _status, headers, _body = await poller.post(b"", "OPTIONS")
    assert headers[b"access-control-allow-origin"] == b"*"
    assert b"access-control-allow-credentials" not in headers
    desk = Poller(Polling(AgentSocket(0, lines_for), lambda: False, anywhere=False))
    assert b"access-control-allow-origin" not in (await desk.post(b"", "OPTIONS"))[1]
    assert (await poller.post(b"", "GET"))[0] == 405


async def test_an_agent_hears_nudges_with_a_ticket(boris, transactional_db):
    agent = Poller(Polling(AgentSocket(0, lines_for), lambda: False, anywhere=False), origin=OWN)
    await agent.ask({"t": "hello", "ticket": new_ticket(boris.pk)}, {"t": "ping"})
    heard = set()
    for _ in range(20):
        bus().publish(f"user:{boris.pk}", {"t": "presence"})
        heard |= {frame["t"] for frame in await agent.ask()}
        if "presence" in heard:
            break
    assert "presence" in heard


async def test_lines_end_when_there_are_too_many(poller, monkeypatch):
    """T35."""
    monkeypatch.setattr(polling, "MAX_LINES", 1)
    await until(poller, "ready", hello())
    assert (await poller.post(b"{}"))[0] == 503


async def test_a_server_that_stops_waits_for_nobody(visitors):
    """R16."""
    stopping = Poller(Polling(visitors, lambda: True, anywhere=True))
    assert await stopping.ask() == []
