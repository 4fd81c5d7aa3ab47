"""The visitor says over his socket how the chat was (E13)."""

import pytest

from foyer.conversations.actions import accept_conversation, end_conversation
from foyer.conversations.models import Conversation
from tests.edge.sockets import in_thread, started


async def over(visitors, agent):
    client, _ = await started(visitors)
    chat = await in_thread(Conversation.objects.get)
    await in_thread(accept_conversation, chat.pk, agent)
    await in_thread(end_conversation, chat.pk, "agent", agent)
    return client, chat


async def test_the_visitor_rates_and_hears_it_back(visitors, anna):
    client, chat = await over(visitors, anna)
    client.say({"t": "rate", "id": "r-1", "rating": "good", "comment": "Quick."})
    while (told := (await client.frame("state"))["conversation"])["rating"] == "":
        pass
    assert (told["rating"], told["comment"], told["ratable"]) == ("good", "Quick.", True)
    await in_thread(chat.refresh_from_db)
    assert (chat.rating, chat.rating_comment) == ("good", "Quick.")
    client.leave()
    await client.task


@pytest.mark.parametrize("wrong", [{}, {"rating": "five"}, {"rating": ["good"]}, {"rating": "bad", "comment": 7}])
async def test_a_rating_that_is_none_is_refused(visitors, anna, wrong):
    client, _ = await over(visitors, anna)
    client.say({"t": "rate", "id": "r-1", **wrong})
    assert (await client.frame("error"))["code"] == "malformed"
    client.leave()
    await client.task


async def test_a_chat_that_goes_on_is_not_rated(visitors):
    client, _ = await started(visitors)
    client.say({"t": "rate", "id": "r-1", "rating": "good"})
    assert (await client.frame("error"))["code"] == "not_ratable"
    client.leave()
    await client.task
