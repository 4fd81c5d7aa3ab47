"""The visitor's socket (T1, T5, T22, T25, T36, R11, R12, R15)."""

import json

import pytest

from foyer.conversations.actions import accept_conversation, receive_message, send_message
from foyer.conversations.models import Conversation, Message
from foyer.crm.models import Lead
from foyer.edge import visitor as visitor_module
from foyer.lib.buckets import Buckets
from tests.edge.sockets import PAGE, START, Client, gone, hello, in_thread, settled, socket_of, started


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


async def test_a_second_chat_on_the_same_socket_is_heard_too(visitors, reactions, anna):
    client, _ = await started(visitors)
    client.say({"t": "end", "id": "e-1"})
    while (await client.frame("state"))["conversation"]["state"] != "ended":
        pass
    client.say(START | {"id": "client-id-0002", "text": "Something else"})
    assert [line["text"] for line in (await client.frame("started"))["messages"]] == ["Something else"]
    await settled()  # nothing of the first chat is on its way any more
    chat = await in_thread(Conversation.objects.latest, "id")
    await in_thread(send_message, chat.pk, anna, "Hello again", "a-1")
    while (await client.frame("message"))["message"]["text"] != "Hello again":
        pass
    await gone(client)


async def test_a_portal_that_was_switched_off_meanwhile_takes_no_chat():
    app = socket_of(1)
    client = Client(app, "/ws/visitor", PAGE)
    client.say(hello())
    await client.frame("ready")
    app._book.replace([])
    client.say(START)
    assert (await client.frame())["code"] == "portal_off"
    await gone(client)


async def test_who_types_the_address_and_number_of_somebody_reads_nothing_of_theirs(visitors, reactions, anna):
    """T1: 20 things were said and noted about Vera; nothing of it is in any byte that Mallory's browser receives."""
    phone = "+46 70 174 06 21"
    client, _ = await started(visitors, name="Vera canary", phone=phone)
    chat = await in_thread(Conversation.objects.get)
    for number in range(10):
        await in_thread(receive_message, chat.pk, f"canary {number}", f"c-{number}")
        await in_thread(send_message, chat.pk, anna, f"canary answer {number}", f"a-{number}")
    await settled()
    lead = await in_thread(Lead.objects.values().get)
    for number, typed in enumerate(
        ({}, {"phone": phone}, {"email": "", "phone": phone}, {"email": "VERA@lindqvist.example"})
    ):
        mallory = Client(visitors, "/ws/visitor", PAGE)
        mallory.say(hello(browser=f"mallory-browser-{number:06}"))
        mallory.say(START | {"id": f"mallory-{number:06}", "name": "Mallory"} | typed)
        await mallory.frame("started")
        mallory.say({"t": "send", "id": "m-1", "text": "What did I write last week?"})
        await mallory.frame("ack")
        await settled()
        await gone(mallory)
        assert "canary" not in mallory.heard.lower()
    assert await in_thread(Lead.objects.values().get) == lead
    await gone(client)


async def test_whether_an_address_is_known_makes_no_difference_to_what_is_told(visitors, reactions):
    """T4: the same frames of the same length."""
    client, _ = await started(visitors)
    await settled()
    known = await told_when_typing(visitors, "vera@lindqvist.example", 1)
    assert known == await told_when_typing(visitors, "nora@lindqvist.example", 2)
    await gone(client)


async def told_when_typing(visitors, email: str, number: int) -> list[tuple[str, int]]:
    """Kind and length of what is told after a start with this address."""
    client = Client(visitors, "/ws/visitor", PAGE)
    client.say(hello(browser=f"other-browser-{number:010}"))
    client.say(START | {"id": f"other-{number:010}", "email": email})
    frames = [await client.frame(kind) for kind in ("ready", "started")]
    await settled()
    rest = client.kinds()
    await in_thread(lambda: Conversation.objects.update(state="ended"))  # the place in line is the same for both
    await gone(client)
    return [(frame["t"], len(json.dumps(frame))) for frame in frames] + [(kind, 0) for kind in rest]
