"""What the visitor says of a chat that is over (E13)."""

import datetime as dt

import pytest

from foyer.conversations.actions import accept_conversation, end_conversation, invite_visitor
from foyer.conversations.models import Rating
from foyer.conversations.rating import is_ratable, rate_conversation
from foyer.conversations.types import NotRatable
from foyer.events.models import Event
from foyer.lib import clock


@pytest.fixture
def over(chat, boris):
    accept_conversation(chat.pk, boris)
    return end_conversation(chat.pk, "agent", boris)


def rated():
    return list(Event.objects.filter(kind="ConversationRated").values_list("data__rating", flat=True))


def test_a_chat_that_is_over_is_rated_once_and_may_be_changed(over):
    first = rate_conversation(over.pk, Rating.GOOD, " Quick. ")
    again = rate_conversation(over.pk, Rating.GOOD, "Quick.")
    changed = rate_conversation(over.pk, Rating.BAD)
    assert (first.rating, first.rating_comment, changed.rating) == ("good", "Quick.", "bad")
    assert first.rated_at == again.rated_at == changed.rated_at
    assert rated() == ["good", "bad"]


def test_a_day_later_it_stays_as_it_is(over, monkeypatch):
    rate_conversation(over.pk, Rating.GOOD)
    tomorrow = clock.now() + dt.timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    with pytest.raises(NotRatable):
        rate_conversation(over.pk, Rating.BAD)


def test_a_chat_that_goes_on_or_was_never_taken_is_not_rated(chat):
    assert not is_ratable(chat)
    assert not is_ratable(end_conversation(chat.pk, "visitor"))
    with pytest.raises(NotRatable):
        rate_conversation(chat.pk, Rating.BAD)


def test_an_invitation_without_an_answer_is_not_rated(shop, vera, boris):
    words = {"text": "Hello", "client_id": "i-1", "page_url": "", "page_title": "", "language": "en"}
    invited = invite_visitor(portal_id=shop.pk, actor_id=vera.pk, agent=boris, **words)
    assert not is_ratable(end_conversation(invited.pk, "nobody"))
