"""A page asks for new lines over its socket (P4, T7)."""

from foyer.conversations.actions import accept_conversation, receive_message
from foyer.conversations.models import Conversation
from tests.edge.sockets import gone, in_thread, listening, settled, started
from tests.team.people import hire


async def asked(agent, chat_id: int, since: int = 0) -> str:
    agent.say({"t": "lines", "id": chat_id, "since": since})
    return (await agent.frame("lines"))["html"]


async def test_a_page_gets_the_lines_and_the_visitor_sees_that_they_are_read(visitors, reactions, boris):
    client, _ = await started(visitors)
    chat = await in_thread(Conversation.objects.get)
    await in_thread(accept_conversation, chat.pk, boris)
    agent = await listening(boris.pk)
    client.say({"t": "send", "id": "c-2", "text": "Is it oiled?"})
    while (told := await agent.frame("conversation"))["seq"] < 2:
        pass  # the first line, and that it was accepted, may be told as late as this
    html = await asked(agent, chat.pk, told["seq"] - 1)
    assert "Is it oiled?" in html
    while (await client.frame("state"))["conversation"]["read_seq"] < 2:
        pass
    await gone(client, agent)


async def test_what_may_not_be_seen_is_nothing(visitors, boris, anna):
    client, _ = await started(visitors)
    chat = await in_thread(Conversation.objects.get)
    mila = await in_thread(hire, "Mila Sand")
    agent = await listening(mila.pk)
    assert [await asked(agent, pk) for pk in (chat.pk, 10**9, -1)] == ["", "", ""]
    await gone(client, agent)


async def test_a_page_that_shows_a_chat_hears_of_lines_in_no_other(visitors, reactions, boris):
    both = [(await started(visitors, id=f"client-id-000{number}"))[0] for number in range(2)]
    shown, other = await in_thread(lambda: list(Conversation.objects.order_by("pk")))
    await settled()
    agent = await listening(boris.pk)
    await asked(agent, shown.pk)
    await in_thread(receive_message, other.pk, "Hello?", "c-8")
    await in_thread(receive_message, shown.pk, "Hello?", "c-9")
    assert (await agent.frame("conversation"))["id"] == shown.pk
    await gone(agent, *both)
