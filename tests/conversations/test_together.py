"""Lines of the same moment, in one transaction (P4, R9, R11)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.conversations.actions import end_conversation, invite_visitor, receive_message, receive_messages
from foyer.conversations.models import Conversation, Message
from foyer.conversations.types import AlreadyEnded, NothingSaid, Received
from foyer.events.models import Event
from foyer.identity.actions import browser_actor
from tests.conversations.conftest import begin


@pytest.fixture
def other(shop):
    """The chat of Nora, who came a little later."""
    return begin(shop, browser_actor(shop.pk, "nora-browser-0123456789"))


def said_in(chat) -> list[tuple[int, str]]:
    return list(chat.messages.order_by("seq").values_list("seq", "text"))[1:]


def test_each_chat_has_its_lines_in_their_order_without_gaps(chat, other):
    lines = [Received(pk, f"{number}", f"c-{number}") for number in range(3) for pk in (chat.pk, other.pk)]
    receive_messages(lines)
    assert said_in(chat) == said_in(other) == [(2, "0"), (3, "1"), (4, "2")]
    chat.refresh_from_db()
    assert (chat.last_seq, chat.last_text, chat.last_kind) == (4, "2", "visitor")


def test_what_is_wrong_with_one_line_costs_the_others_nothing(chat, other):
    end_conversation(other.pk, "agent")
    bad = [Received(other.pk, "Late", "c-1"), Received(chat.pk, " ", "c-2"), Received(10**9, "Gone", "c-3")]
    *refused, said = receive_messages([*bad, Received(chat.pk, "Hello?", "c-4")])
    assert [type(each) for each in refused] == [AlreadyEnded, NothingSaid, Conversation.DoesNotExist]
    assert said_in(chat) == [(said.seq, said.text)] == [(2, "Hello?")]


def test_the_same_line_twice_in_one_group_is_one_line(chat):
    first, again = receive_messages([Received(chat.pk, "Once", "c-1")] * 2)
    assert first is again
    assert said_in(chat) == [(2, "Once")]


def test_a_line_whose_acknowledgement_was_lost_is_the_same_line_in_a_later_group(chat, other):
    before = receive_message(chat.pk, "Once", "c-1")
    again, new = receive_messages([Received(chat.pk, "Once", "c-1"), Received(other.pk, "Mine", "c-1")])
    assert (again.pk, again.seq) == (before.pk, before.seq)
    assert new.conversation_id == other.pk


def test_each_line_has_one_event(chat, other):
    Event.objects.all().delete()
    receive_messages([Received(pk, "Hello?", f"c-{pk}") for pk in (chat.pk, other.pk)])
    told = Event.objects.filter(kind="MessageSent").values_list("subject_id", "data__seq", "data__author")
    assert list(told.order_by("id")) == [(chat.pk, 2, "visitor"), (other.pk, 2, "visitor")]


def test_two_lines_in_answer_to_an_invitation_begin_one_chat(shop, vera, boris):
    facts = {"client_id": "a-1", "page_url": "", "page_title": "", "language": "en"}
    chat = invite_visitor(portal_id=shop.pk, actor_id=vera.pk, agent=boris, text="Hello", **facts)
    receive_messages([Received(chat.pk, "Yes", "c-1", "Vera"), Received(chat.pk, "Is it oiled?", "c-2")])
    chat.refresh_from_db()
    assert (chat.state, chat.request_text, chat.visitor_name) == ("open", "Yes", "Vera")
    assert Event.objects.filter(kind="ConversationStarted").count() == 1


def test_twenty_lines_take_as_many_statements_as_one(chat, other):
    for count in (1, 20):
        lines = [Received(pk, "Hello", f"c-{count}-{number}") for number in range(count) for pk in (chat.pk, other.pk)]
        with CaptureQueriesContext(connection) as asked:
            receive_messages(lines)
        assert len(asked) == 9, [each["sql"] for each in asked]
    assert Message.objects.count() == 2 + 2 + 40
