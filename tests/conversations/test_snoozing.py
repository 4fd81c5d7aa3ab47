"""Chats that are put aside: until when, who may, what brings them back (ui.md, inbox)."""

import datetime as dt

import pytest

from foyer.conversations.actions import accept_conversation, end_conversation, hand_over, receive_message, send_message
from foyer.conversations.candidates import chats_of
from foyer.conversations.helping import join_conversation
from foyer.conversations.models import Conversation
from foyer.conversations.queries import going_on, inbox_counts
from foyer.conversations.snoozing import bring_due_back, snooze, take_up
from foyer.conversations.types import AlreadyEnded, AlreadyTaken
from foyer.events.models import Event
from foyer.lib import clock
from foyer.team.types import Refusal

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def talk(chat, boris):
    return accept_conversation(chat.pk, boris)


@pytest.fixture
def aside(talk, boris):
    return snooze(talk.pk, boris, clock.now() + HOUR)


def until(talk):
    return Conversation.objects.get(pk=talk.pk).snoozed_until


def test_what_is_put_aside_still_goes_on_but_is_not_counted(aside, boris):
    assert going_on(boris, "mine") == [aside]
    assert inbox_counts(boris)["mine"] == 0
    assert chats_of([boris.pk])[boris.pk] == 0


def test_its_time_brings_it_back_once(aside):
    assert bring_due_back(clock.now()) == 0
    assert bring_due_back(clock.now() + HOUR) == 1
    assert bring_due_back(clock.now() + HOUR) == 0
    assert until(aside) is None
    assert Event.objects.get(kind="ConversationBack").data["is_due"] is True


def test_the_visitor_brings_it_back_and_the_agent_does_not(aside, boris):
    send_message(aside.pk, boris, "I ask in the workshop.", "m1")
    send_message(aside.pk, boris, "Asked", "m2", "note")
    assert until(aside) is not None
    receive_message(aside.pk, "Any news?", "v1")
    assert until(aside) is None


def test_it_is_taken_up_by_hand_and_twice_is_once(aside, boris):
    take_up(aside.pk, boris)
    take_up(aside.pk, boris)
    assert until(aside) is None
    assert [event.data["is_due"] for event in Event.objects.filter(kind="ConversationBack")] == [False]


def test_whoever_gets_it_sees_it_at_once(aside, boris, anna):
    hand_over(aside.pk, anna, boris)
    assert until(aside) is None


def test_what_is_over_is_not_put_aside_any_more(aside, boris):
    end_conversation(aside.pk, "agent", boris)
    assert until(aside) is None
    with pytest.raises(AlreadyEnded):
        snooze(aside.pk, boris, clock.now() + HOUR)


def test_only_who_answers_in_it_puts_it_aside(talk, anna):
    """T7."""
    with pytest.raises(AlreadyTaken):
        snooze(talk.pk, anna, clock.now() + HOUR)
    with pytest.raises(AlreadyTaken):
        take_up(talk.pk, anna)
    join_conversation(talk.pk, anna)
    assert snooze(talk.pk, anna, clock.now() + HOUR).snoozed_until is not None


def test_what_waits_for_an_agent_is_not_put_aside(chat, boris):
    with pytest.raises(AlreadyEnded):
        snooze(chat.pk, boris, clock.now() + HOUR)


@pytest.mark.parametrize("ahead", [dt.timedelta(0), -HOUR, dt.timedelta(days=367)])
def test_it_is_for_a_time_to_come_within_a_year(talk, boris, ahead):
    with pytest.raises(Refusal):
        snooze(talk.pk, boris, clock.now() + ahead)
    assert until(talk) is None
