"""A chat goes on with another agent (issue 5)."""

import pytest

from foyer.conversations.actions import accept_conversation, end_conversation, hand_over
from foyer.conversations.models import Message
from foyer.conversations.queries import messages_since
from foyer.conversations.types import AlreadyEnded, ConversationHandedOver, NotTheirs
from foyer.events.models import Event
from tests.desk.chats import browser, chat

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(shop, boris):
    shop.users.add(boris)
    return accept_conversation(chat(browser(shop)).pk, boris)


def test_the_other_agent_has_it_and_the_visitor_reads_who_joined(talk, anna, boris):
    hand_over(talk.pk, anna, boris, "Wants *six*")
    talk.refresh_from_db()
    assert talk.agent == anna
    last = messages_since(talk.pk, 0, with_notes=False)[-1]
    assert (last.kind, last.text, last.author) == (Message.Kind.SYSTEM, "joined", anna)
    assert Event.objects.get(kind=ConversationHandedOver.__name__).data["to"] == anna.pk


def test_the_note_is_for_colleagues(talk, anna, boris):
    """T1."""
    hand_over(talk.pk, anna, boris, "Wants six")
    assert talk.messages.get(kind=Message.Kind.NOTE).author == boris
    assert "Wants six" not in [line.text for line in messages_since(talk.pk, 0, with_notes=False)]


def test_to_who_has_it_already_changes_nothing(talk, boris):
    """R12."""
    before = (talk.version, talk.last_seq)
    hand_over(talk.pk, boris, boris, "Again")
    talk.refresh_from_db()
    assert (talk.version, talk.last_seq) == before


@pytest.mark.parametrize("left", ["the portal", "the company"])
def test_nobody_gets_a_chat_that_they_may_not_see(talk, shop, anna, boris, left):
    """T7."""
    hand_over(talk.pk, anna, boris)
    if left == "the portal":
        shop.users.remove(boris)
    else:
        boris.is_active = False
        boris.save()
    with pytest.raises(NotTheirs):
        hand_over(talk.pk, boris, anna)


def test_what_waits_or_is_over_is_not_handed_over(talk, shop, anna, boris):
    with pytest.raises(AlreadyEnded):
        hand_over(chat(browser(shop, 2)).pk, anna, boris)
    end_conversation(talk.pk, "agent", boris)
    with pytest.raises(AlreadyEnded):
        hand_over(talk.pk, anna, boris)
