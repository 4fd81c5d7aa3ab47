"""An agent's first words over the visitor's socket (E10, B7, T1, T5, T36)."""

import pytest

from foyer.channels.webchat.invited import refill_invitations
from foyer.conversations.actions import end_conversation, send_message
from foyer.conversations.models import Conversation, Message
from foyer.edge import visitor as visitor_module
from foyer.lib.buckets import Buckets
from foyer.presence.invitations import invitations
from tests.conversations.test_invitations import invite
from tests.desk.house import visit as make_visit
from tests.edge.sockets import PAGE, Client, gone, hello, in_thread, settled

HERE = "127.0.0.1"


@pytest.fixture
def invitation(shop, vera, boris, transactional_db):
    make_visit(shop, vera, minutes_ago=1, ip=HERE)
    made = invite(shop, vera, boris)
    refill_invitations()
    yield made
    invitations.replace([])


async def asking(visitors, asked="ask-for-it-0001", **fields) -> tuple[Client, dict]:
    client = Client(visitors, "/ws/visitor", PAGE)
    client.say(hello(**fields))
    assert (await client.frame())["conversation"] is None
    client.say({"t": "fetch", "id": asked})
    return client, await client.frame("started", "error")


async def test_the_invited_visitor_gets_line_name_and_secret_and_both_talk(visitors, reactions, invitation, boris):
    client, frame = await asking(visitors)
    assert (frame["conversation"]["state"], frame["conversation"]["agent"]) == ("invited", "Boris")
    assert [line["text"] for line in frame["messages"]] == ["Hello, can I help you?"]
    client.say({"t": "send", "id": "v-1", "text": "Yes, is it oiled?"})
    assert (await client.frame("ack"))["id"] == "v-1"
    while (await client.frame("state"))["conversation"]["state"] != "open":
        pass
    await in_thread(send_message, invitation.pk, boris, "It is.", "a-2")
    while (await client.frame("message"))["message"]["text"] != "It is.":
        pass
    await gone(client)


async def test_an_open_socket_hears_at_once_that_an_agent_wrote_and_no_other_hears_it(
    visitors, reactions, shop, vera, boris
):
    await in_thread(lambda: make_visit(shop, vera, minutes_ago=1, ip=HERE))
    client, other = (Client(visitors, "/ws/visitor", PAGE) for _ in range(2))
    client.say(hello())
    other.say(hello(browser="mallory-browser-000001"))
    await client.frame("ready")
    await other.frame("ready")
    await in_thread(invite, shop, vera, boris)
    assert await client.frame("invited") == {"t": "invited"}
    client.say({"t": "fetch", "id": "ask-for-it-0001"})
    assert (await client.frame("started"))["messages"][0]["text"] == "Hello, can I help you?"
    assert "invited" not in other.heard
    await gone(client, other)
    invitations.replace([])


async def test_a_socket_that_opens_later_hears_of_it_with_its_welcome(visitors, invitation):
    client = Client(visitors, "/ws/visitor", PAGE)
    client.say(hello())
    assert [(await client.frame())["t"] for _ in range(2)] == ["ready", "invited"]
    await gone(client)


async def test_a_second_tab_with_another_question_hears_that_it_is_gone(visitors, invitation):
    client, _ = await asking(visitors)
    tab, frame = await asking(visitors, "ask-for-it-0002")
    assert (frame["t"], frame["code"], frame["id"]) == ("error", "gone", "ask-for-it-0002")
    assert "can I help" not in tab.heard
    await gone(client, tab)


@pytest.mark.parametrize(
    "fields", [{"browser": "mallory-browser-000001"}, {"browser": "vera-browser-01234567890"}, {"browser": "%" * 20}]
)
async def test_another_browser_reads_not_one_byte_of_it(visitors, invitation, fields):
    client = Client(visitors, "/ws/visitor", PAGE)
    client.say(hello(**fields))
    client.say({"t": "fetch", "id": "ask-for-it-0001"})
    assert (await client.frame("error", "close"))["t"] in {"error", "close"}
    assert "can I help" not in client.heard
    client.leave()
    await client.task


@pytest.mark.parametrize("asked", [None, "", "short", 7, [], "x" * 200, "\x00" * 20, {"id": 1}])
async def test_odd_questions_are_refused_and_the_socket_lives_on(visitors, invitation, asked):
    client = Client(visitors, "/ws/visitor", PAGE)
    client.say(hello(browser="mallory-browser-000001"))
    client.say({"t": "fetch", "id": asked})
    client.say({"t": "decline"})
    client.say({"t": "ping"})
    assert (await client.frame("pong"))["t"] == "pong"
    assert "can I help" not in client.heard
    await gone(client)


async def test_who_guesses_names_is_slowed_down(visitors, invitation, monkeypatch):
    monkeypatch.setattr(visitor_module, "fetches_allowed", Buckets(rate_per_s=0.001, burst=2))
    monkeypatch.setattr(visitor_module, "is_loopback", lambda ip: False)
    told = []
    for number in range(4):
        client, frame = await asking(visitors, browser=f"guessed-browser-{number:06}")
        told.append(frame["code"])
        await gone(client)
    assert told == ["gone", "gone", "slow_down", "slow_down"]


async def test_closing_it_is_a_hint_for_the_agent_and_no_line(visitors, invitation):
    client, _ = await asking(visitors)
    client.say({"t": "decline"})
    client.say({"t": "ping"})
    await client.frame("pong")
    chat = await in_thread(Conversation.objects.get)
    assert (chat.state, chat.declined_at is not None) == ("invited", True)
    assert await in_thread(Message.objects.count) == 1
    await gone(client)


async def test_taken_back_it_ends_for_the_visitor_too(visitors, reactions, invitation, boris):
    client, _ = await asking(visitors)
    await settled()
    await in_thread(end_conversation, invitation.pk, "agent", boris)
    while (state := await client.frame("state"))["conversation"]["state"] != "ended":
        pass
    assert state["conversation"]["invited"]
    await gone(client)


async def test_a_portal_that_was_switched_off_meanwhile_hands_nothing_out(visitors, invitation):
    client = Client(visitors, "/ws/visitor", PAGE)
    client.say(hello())
    await client.frame("ready")
    visitors._book.replace([])
    client.say({"t": "fetch", "id": "ask-for-it-0001"})
    assert (await client.frame("error"))["code"] == "portal_off"
    await gone(client)
