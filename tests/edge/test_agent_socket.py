"""The agent's socket: who may open it, and what is heard there (T8, T22, T25, F161-F163)."""

from types import SimpleNamespace

import pytest

from foyer.conversations.actions import accept_conversation, end_conversation, receive_message
from foyer.conversations.models import Conversation
from foyer.desk.inbox.asked_lines import lines_for
from foyer.edge import agent_socket
from foyer.edge.agent_socket import AgentSocket
from foyer.edge.socket import Closed
from foyer.lib import clock
from foyer.lib.tickets import new_ticket
from foyer.portals.actions import change_portal
from foyer.project import lifespan
from foyer.team.actions import deactivate_user, set_availability
from foyer.team.models import Availability
from tests.edge.sockets import OWN, PAGE, Client, agent_of, gone, in_thread, listening, settled, started
from tests.team.people import hire


async def test_typing_goes_to_the_agents_of_the_portal(visitors, anna):
    agent = await listening(anna.pk)
    client, _ = await started(visitors)
    client.say({"t": "typing", "text": "That works"})
    assert (await agent.frame("typing"))["text"] == "That works"
    await gone(client, agent)


async def test_a_visitor_sees_that_the_agent_of_the_chat_types_and_of_no_other(visitors, reactions, anna, boris):
    client, _ = await started(visitors)
    chat = await in_thread(Conversation.objects.get)
    await in_thread(accept_conversation, chat.pk, anna)
    both = [await listening(boris.pk), await listening(anna.pk)]
    for agent in both:
        agent.say({"t": "typing", "id": chat.pk, "on": True})
        agent.say({"t": "ping"})
        await agent.frame("pong")
    assert await client.frame("typing") == {"t": "typing", "name": anna.first_name, "on": True}
    assert [kind for kind in client.kinds() if kind == "typing"] == []
    await gone(client, *both)


@pytest.mark.parametrize("origin", [None, "null", PAGE, "https://foyer.example", "http://foyer.example.evil.example"])
async def test_the_agent_socket_opens_for_foyers_own_pages_only(origin):
    client = Client(AgentSocket(0, lines_for), "/ws/agent", origin)
    client.say({"t": "hello", "ticket": new_ticket(1)})
    assert (await client.event())["type"] == "websocket.close"
    await client.task


@pytest.mark.parametrize("ticket", ["", "forged", "1:abc:def", None, 7])
async def test_without_a_ticket_nobody_listens(ticket):
    client = Client(AgentSocket(0, lines_for), "/ws/agent", OWN)
    client.say({"t": "hello", "ticket": ticket})
    assert (await client.frame())["reason"] == "ticket"
    await client.task


async def test_a_ticket_is_good_once(transactional_db, anna):
    ticket = new_ticket(anna.pk)
    for expected in ("pong", "close"):
        client = Client(AgentSocket(0, lines_for), "/ws/agent", OWN)
        client.say({"t": "hello", "ticket": ticket})
        client.say({"t": "ping"})
        assert (await client.frame("pong", "close"))["t"] == expected
        client.leave()
        await client.task


async def test_a_deactivated_agent_hears_nothing_more(transactional_db, reactions, anna, boris, shop):
    client = await listening(boris.pk)
    await in_thread(deactivate_user, boris, anna)
    assert (await client.frame("close"))["reason"] == "deactivated"
    await client.task


async def test_a_change_between_the_question_and_listening_is_not_overheard(transactional_db, monkeypatch, boris, shop):
    """T8: the rights are asked for again once the socket listens."""
    answers = iter([("Boris", frozenset({shop.pk})), Closed(1008, "deactivated")])

    def rights(_user_id):
        answer = next(answers)
        if isinstance(answer, Closed):
            raise answer
        return answer

    monkeypatch.setattr(agent_socket, "_rights", rights)
    assert (await agent_of(boris.pk).frame("close"))["reason"] == "deactivated"


async def test_who_leaves_a_portal_hears_nothing_of_it_any_more(visitors, reactions, anna, boris, shop):
    agent = await listening(boris.pk)
    await in_thread(lambda: change_portal(shop, anna, users=[anna]))
    await agent.frame("live")
    client, _ = await started(visitors)
    await settled()
    assert not {"ring", "conversation"} & set(agent.kinds())
    await gone(client, agent)


async def test_who_joins_a_portal_hears_of_it_at_once(visitors, reactions, anna, shop):
    mila = await in_thread(hire, "Mila Sand")
    await settled()
    agent = await listening(mila.pk)
    await in_thread(lambda: change_portal(shop, anna, users=[anna, mila]))
    await agent.frame("live")
    client, _ = await started(visitors)
    assert (await agent.frame("ring"))["t"] == "ring"
    await gone(client, agent)


async def test_agents_hear_of_their_own_portals_only(visitors, reactions, anna):
    mila = await in_thread(hire, "Mila Sand")
    await settled()
    ears = [await listening(anna.pk), await listening(mila.pk)]
    client, _ = await started(visitors)
    ring = await ears[0].frame("ring")
    await in_thread(receive_message, ring["id"], "x", "c-9")
    await in_thread(end_conversation, ring["id"], "visitor")
    assert (await ears[0].frame("quiet"))["id"] == ring["id"]
    assert not {"ring", "quiet", "conversation"} & set(ears[1].kinds())
    await gone(client, *ears)


async def test_that_colleagues_come_and_go_interrupts_no_ones_nudges(transactional_db, reactions, boris, anna, shop):
    """A change of somebody else's status does not make the socket begin anew."""
    await settled()
    client = await listening(boris.pk)
    await in_thread(set_availability, anna, "away")
    await settled()
    assert client.kinds() == []
    await gone(client)


@pytest.mark.parametrize(
    "text", ["{", "[]", "null", '{"t":1}', "x" * 40_000, "[" * 30_000, '{"t":"typing","id":"\\ud800"}', "\ud800"]
)
async def test_a_hostile_frame_closes_it_or_is_ignored(transactional_db, boris, shop, text):
    client = agent_of(boris.pk)
    client.say(text)
    client.say({"t": "ping"})
    assert (await client.frame("pong", "close"))["t"] in {"pong", "close"}
    await gone(client)


async def test_whoever_closes_the_last_page_is_away_until_there_is_one(transactional_db, monkeypatch, boris, shop):
    """E11, B16: visitors are not told that somebody is there."""
    monkeypatch.setattr("foyer.project.lifespan.config", lambda: SimpleNamespace(away_after_s=1, idle_after_s=0))
    await in_thread(set_availability, boris, "online")
    first, second = await listening(boris.pk), await listening(boris.pk)
    later = clock.now_ms() + 60_000
    monkeypatch.setattr(lifespan.clock, "now_ms", lambda: later)
    await gone(first)
    assert await noted(boris) == ("online", "")
    await gone(second)
    later += 60_000
    assert await noted(boris) == ("away", "no_window")
    back = await listening(boris.pk)
    assert await noted(boris) == ("online", "")
    await gone(back)


async def test_whoever_touches_no_page_is_away_until_the_next_key(transactional_db, monkeypatch, boris, shop):
    """E11: by name, so that the user and the colleagues see why."""
    monkeypatch.setattr("foyer.project.lifespan.config", lambda: SimpleNamespace(away_after_s=0, idle_after_s=60))
    await in_thread(set_availability, boris, "online")
    agent, now = await listening(boris.pk), clock.now_ms()
    assert await noted(boris) == ("online", "")
    monkeypatch.setattr(lifespan.clock, "now_ms", lambda: now + 61_000)
    assert await noted(boris) == ("away", "idle")
    agent.say({"t": "active"})
    agent.say({"t": "ping"})
    await agent.frame("pong")
    assert await noted(boris) == ("online", "")
    await gone(agent)


async def test_after_a_restart_who_opens_no_page_is_away(transactional_db, monkeypatch, boris, shop):
    """B16: visitors are not told that somebody is there."""
    monkeypatch.setattr("foyer.project.lifespan.config", lambda: SimpleNamespace(away_after_s=60, idle_after_s=0))
    await in_thread(set_availability, boris, "online")
    await in_thread(lifespan._expect_who_was_here)
    assert await noted(boris) == ("online", "")
    later = clock.now_ms() + 61_000
    monkeypatch.setattr(lifespan.clock, "now_ms", lambda: later)
    assert await noted(boris) == ("away", "no_window")


async def noted(user):
    def look():
        lifespan._note_who_left()
        kept = Availability.objects.get(user=user)
        return kept.state, kept.reason

    return await in_thread(look)
