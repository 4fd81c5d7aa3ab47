"""A second agent answers as well, tags, and colleagues named in notes (E13)."""

import pytest

from foyer.conversations.actions import accept_conversation, end_conversation, hand_over, send_message
from foyer.conversations.helping import join_conversation, leave_conversation
from foyer.conversations.mentions import see_chat_mentions
from foyer.conversations.models import ChatMention
from foyer.conversations.queries import going_on, inbox_counts, messages_since, unseen_chat_mentions
from foyer.conversations.tagging import tag_conversation
from foyer.conversations.types import AlreadyEnded, AlreadyTaken, NotTheirs
from foyer.events.models import Event
from tests.team.people import hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(chat, boris):
    return accept_conversation(chat.pk, boris)


def test_who_has_no_part_in_it_cannot_answer(talk, anna):
    with pytest.raises(AlreadyTaken):
        send_message(talk.pk, anna, "Hello", "1")
    send_message(talk.pk, anna, "A note is always possible", "2", "note")


def test_who_joins_answers_too_and_finds_it_among_his_own(talk, anna, boris):
    join_conversation(talk.pk, anna)
    join_conversation(talk.pk, anna)
    send_message(talk.pk, anna, "Hello", "1")
    assert (going_on(anna, "mine"), inbox_counts(anna)["mine"]) == ([talk], 1)
    said = [(line.text, line.author) for line in messages_since(talk.pk, 1, with_notes=False)]
    assert said == [("joined", boris), ("joined", anna), ("Hello", anna)]
    talk.refresh_from_db()
    assert talk.agent == boris


def test_who_leaves_has_no_part_in_it_any_more(talk, anna):
    join_conversation(talk.pk, anna)
    leave_conversation(talk.pk, anna)
    leave_conversation(talk.pk, anna)
    assert going_on(anna, "mine") == []
    with pytest.raises(AlreadyTaken):
        send_message(talk.pk, anna, "Hello", "1")


def test_only_what_goes_on_is_joined_and_only_by_who_sees_it(talk, anna, boris):
    """T7."""
    with pytest.raises(NotTheirs):
        join_conversation(talk.pk, hire("Mila Sand"))
    end_conversation(talk.pk, "agent")
    with pytest.raises(AlreadyEnded):
        join_conversation(talk.pk, anna)


def test_whoever_takes_over_is_no_helper_any_more(talk, anna, boris):
    join_conversation(talk.pk, anna)
    hand_over(talk.pk, anna, boris)
    assert not talk.helpers.exists()


def test_tags_are_words_that_records_have_too(talk, boris):
    tag_conversation(talk.pk, boris, ["Delivery", "DELIVERY ", "", "VIP"])
    tag_conversation(talk.pk, boris, ["VIP"])
    assert list(talk.tags.values_list("name", flat=True)) == ["VIP"]
    changes = Event.objects.filter(kind="ConversationTagged").order_by("pk").values_list("data", flat=True)
    assert list(changes) == [{"added": ["DELIVERY", "VIP"], "removed": []}, {"added": [], "removed": ["DELIVERY"]}]


def test_a_note_tells_whom_it_names_until_they_have_looked(talk, anna, boris):
    send_message(talk.pk, boris, "@Anna 8 % is fine, @Boris too", "1", "note")
    send_message(talk.pk, boris, "@Anna is for you", "2")
    assert [mention.message.text for mention in unseen_chat_mentions(anna)] == ["@Anna 8 % is fine, @Boris too"]
    assert unseen_chat_mentions(boris) == []
    see_chat_mentions(anna, talk.pk)
    assert unseen_chat_mentions(anna) == []


def test_who_may_not_see_the_chat_is_not_told(talk, boris):
    """T7."""
    hire("Mila Sand")
    send_message(talk.pk, boris, "@Mila look", "1", "note")
    assert not ChatMention.objects.exists()
