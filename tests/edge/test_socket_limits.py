"""What a socket bears: deaf, silent, flooding, hostile clients, long absences, a restart (T22, T35, T36, R15, R16)."""

import asyncio
import json
import time
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from foyer.conversations.actions import receive_message
from foyer.conversations.models import Conversation, Message
from foyer.edge import socket as socket_module
from foyer.edge import visitor_socket
from foyer.edge.socket import MAX_WAITING, MAX_WAITING_BYTES, Closed, Socket
from tests.edge.serving import Serving
from tests.edge.sockets import PAGE, Client, gone, hello, in_thread, socket_of, started


def idle_socket() -> Socket:
    """A socket whose client never says anything, and nothing is sent."""

    async def receive():
        await asyncio.sleep(60)

    async def send(_message):
        await asyncio.sleep(60)

    return Socket(receive, send)


@pytest.mark.parametrize(("size", "fits"), [(0, MAX_WAITING), (4096, MAX_WAITING_BYTES // 4200)])
async def test_what_waits_for_a_client_is_bounded_in_number_and_bytes(size, fits):
    socket, frame = idle_socket(), {"t": "x", "text": "x" * size}
    for _ in range(fits):
        socket.tell(frame)
    with pytest.raises(Closed, check=lambda closed: closed.code == 1013):
        tell_many(socket, frame, 3)


def tell_many(socket: Socket, frame: dict, count: int) -> None:
    for _ in range(count):
        socket.tell(frame)


async def test_one_frame_always_fits():
    idle_socket().tell({"t": "x", "text": "x" * MAX_WAITING_BYTES})


async def test_a_page_of_lines_waits_for_room_but_not_for_ever(monkeypatch):
    monkeypatch.setattr(socket_module, "READ_S", 0.05)
    socket = idle_socket()
    for _ in range(MAX_WAITING // 2):
        await socket.tell_in_turn({"t": "x"})
    with pytest.raises(Closed, check=lambda closed: closed.code == 1013):
        await socket.tell_in_turn({"t": "x"})
    socket.tell({"t": "pong"})  # there is room left for answers


async def test_a_deaf_client_is_let_go(monkeypatch):
    """Its frames are not read, nor is the goodbye: the task ends all the same."""
    monkeypatch.setattr(socket_module, "CLOSE_S", 0.05)
    monkeypatch.setattr("foyer.edge.visitor.FRAMES_AT_ONCE", 1000)
    never = asyncio.Event()

    async def hear(event):
        if event["type"] != "websocket.accept":
            await never.wait()

    client = Client(socket_of(1), "/ws/visitor", PAGE, hear)
    client.say(hello())
    for _ in range(MAX_WAITING + 10):
        client.say({"t": "ping"})
    await asyncio.wait_for(client.task, 60)
    assert client.task.done()


async def test_who_left_while_something_is_sent_is_no_error():
    async def receive():
        await asyncio.sleep(60)

    async def send(_message):
        raise ConnectionResetError

    socket = Socket(receive, send)
    socket.tell({"t": "x"})
    await socket_module.run(socket)


async def test_no_hello_in_time_closes_the_socket(monkeypatch):
    monkeypatch.setattr(visitor_socket, "HELLO_S", 0.05)
    client = Client(socket_of(1), "/ws/visitor", PAGE)
    assert await client.frame() == {"t": "close", "code": 1001, "reason": "silent"}


async def test_who_was_silent_may_come_back():
    """R15: 1008 would turn a computer away that only slept."""
    with pytest.raises(Closed) as closed:
        await idle_socket().frame(0.01)
    assert closed.value.code == 1001


async def test_a_flood_of_frames_is_read_later(monkeypatch):
    monkeypatch.setattr("foyer.edge.visitor.FRAMES_AT_ONCE", 5)
    client = Client(socket_of(1), "/ws/visitor", PAGE)
    client.say(hello())
    began = time.monotonic()
    for _ in range(9):
        client.say({"t": "ping"})
        await client.frame("pong")
    assert time.monotonic() - began > 0.15
    await gone(client)


async def test_binary_frames_are_refused():
    client = Client(socket_of(1), "/ws/visitor", PAGE)
    client.inbox.put_nowait({"type": "websocket.receive", "bytes": b"\x00\xff"})
    assert (await client.frame())["code"] == 1008


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
NAMES = st.sampled_from(["id", "text", "seq", "name", "email", "phone", "token", "browser", "url"])
KINDS = st.sampled_from(["hello", "start", "send", "typing", "read", "end", "ping", "dance"])
FRAME = st.builds(lambda kind, rest: rest | {"t": kind}, KINDS, st.dictionaries(NAMES, JSON, max_size=4))
TEXT = FRAME.map(json.dumps) | JSON.map(json.dumps) | st.text(st.characters(), max_size=60)


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(TEXT, min_size=1, max_size=6))
def test_whatever_is_sent_is_answered_ignored_or_closed_cleanly(shop, transactional_db, texts):
    """T22: malformed JSON, arrays, NUL, lone surrogates: no error leaves the socket."""

    async def talk():
        client, _ = await started(socket_of(shop.pk), id=f"client-{uuid.uuid4().hex}")
        for text in texts:
            client.say(text)
        client.say({"t": "ping"})
        last = await client.frame("pong", "close")
        await gone(client)
        return last

    last = asyncio.run(talk())
    assert last["t"] == "pong" or last["code"] == 1008


async def test_a_long_absence_is_made_up_for_whole_and_in_frames_that_fit(visitors, reactions):
    """R15: 300 lines of the greatest length, page by page, each once, in order."""
    client, frame = await started(visitors)
    await gone(client)
    chat = await in_thread(Conversation.objects.get)
    await in_thread(fill, chat, 300)
    back, told, longest = Client(visitors, "/ws/visitor", PAGE), [], 0
    back.say(hello(token=frame["token"], since=1))
    while len(told) < 300:
        event = await back.event()
        longest = max(longest, len(event.get("text", "")))
        told += seqs_of(json.loads(event.get("text", '{"t":"none"}')))
    assert told == list(range(2, 302))
    assert longest < MAX_WAITING_BYTES
    await gone(back)


def fill(chat: Conversation, count: int) -> None:
    """Lines of the greatest length."""
    lines = [
        Message(conversation=chat, seq=chat.last_seq + number, kind="visitor", text="ü" * 4000, client_id=f"f-{number}")
        for number in range(1, count + 1)
    ]
    Message.objects.bulk_create(lines)
    Conversation.objects.filter(pk=chat.pk).update(last_seq=chat.last_seq + count)


def seqs_of(frame: dict) -> list[int]:
    """The numbers of the lines that a frame tells."""
    lines = frame.get("messages", []) if frame["t"] == "ready" else [frame.get("message")]
    return [line["seq"] for line in lines if line]


async def test_who_knows_more_than_there_is_gets_everything_and_no_silence(visitors, reactions):
    """R15, R21: after a backup was restored the browser is ahead."""
    client, frame = await started(visitors)
    await gone(client)
    back = Client(visitors, "/ws/visitor", PAGE)
    back.say(hello(token=frame["token"], since=500))
    assert seqs_of(await back.frame("ready")) == [1]
    await in_thread(receive_message, (await in_thread(Conversation.objects.get)).pk, "Two", "c-2")
    assert seqs_of(await back.frame("message")) == [2]
    await gone(back)


def test_a_restart_tells_every_socket_to_come_back():
    """R16: 1012, whatever the client is doing."""
    serving = Serving(socket_of(1))
    with serving as host, connect(f"ws://{host}", origin=PAGE) as said, connect(f"ws://{host}") as silent:
        said.send(json.dumps(hello()))
        assert json.loads(said.recv(30))["t"] == "ready"
        serving.server.should_exit = True
        for client in (said, silent):
            with pytest.raises(ConnectionClosed, check=lambda closed: closed.rcvd.code == 1012):
                client.recv(30)
