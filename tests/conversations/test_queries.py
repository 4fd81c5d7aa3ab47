"""Who sees which conversations, in which view, in how many queries (F154, F168-F176, T1, T7)."""

import datetime as dt

import pytest

from foyer.conversations.actions import accept_conversation, receive_message, send_message
from foyer.conversations.models import Conversation, Message
from foyer.conversations.queries import (
    conversation_for,
    conversations_of,
    inbox_counts,
    inbox_page,
    messages_since,
    place_in_line,
    tags_in_use,
    transcripts,
    waiting_for,
)
from foyer.conversations.tagging import tag_conversation
from foyer.events.kept import current_edition, within
from foyer.identity.actions import browser_actor
from foyer.lib import clock
from tests.conversations.conftest import begin
from tests.team.people import hire, open_shop


def test_mine_unassigned_team_and_missed(chat, anna, boris, shop):
    taken = begin(shop, browser_actor(shop.pk, "second-browser-01234567"))
    accept_conversation(taken.pk, anna)
    assert inbox_counts(anna) == {"mine": 1, "unassigned": 1, "team": 2, "missed": 0}
    assert [one.pk for one in inbox_page(boris, "unassigned").conversations] == [chat.pk]
    assert inbox_page(boris, "mine").conversations == []


def test_the_one_that_waits_longest_comes_first(chat, shop, anna):
    second = begin(shop, browser_actor(shop.pk, "second-browser-01234567"))
    assert [one.pk for one in waiting_for(anna)] == [chat.pk, second.pk]
    assert (place_in_line(chat), place_in_line(second)) == (1, 2)


def test_who_left_long_ago_stands_before_nobody_who_is_here(chat, shop, anna):
    """D17: missed chats of last week neither hide the one that rings nor lengthen the line."""
    Conversation.objects.update(last_at=clock.now() - dt.timedelta(days=7), missed_at=clock.now())
    second = begin(shop, browser_actor(shop.pk, "second-browser-01234567"))
    assert [one.pk for one in waiting_for(anna)] == [second.pk, chat.pk]
    assert place_in_line(second) == 1


def test_an_agent_of_another_portal_sees_nothing_of_it(chat, anna):
    mila = hire("Mila Sand")
    open_shop(anna, "Other shop", "other.example", users=[mila])
    assert not conversations_of(mila).exists()
    with pytest.raises(Conversation.DoesNotExist):
        conversation_for(mila, chat.pk)


def test_visitors_and_transcripts_never_hold_notes(chat, anna):
    send_message(chat.pk, anna, "8 % is fine", "n-1", Message.Kind.NOTE)
    send_message(chat.pk, anna, "Hello Vera", "a-1")
    assert "8 % is fine" not in [line.text for line in messages_since(chat.pk, 0, with_notes=False)]
    assert "8 % is fine" not in [line.text for line in transcripts([chat.pk])[chat.pk]]
    assert "8 % is fine" in [line.text for line in messages_since(chat.pk, 0, with_notes=True)]


def test_lines_after_a_number_come_in_order(chat):
    for number in range(3):
        receive_message(chat.pk, f"line {number}", f"c-{number}")
    assert [line.seq for line in messages_since(chat.pk, 2, with_notes=True)] == [3, 4]


def test_the_inbox_takes_the_same_queries_however_full_it_is(shop, anna, django_assert_num_queries):
    for number in range(12):
        begin(shop, browser_actor(shop.pk, f"browser-number-{number:04}"))
    with within(current_edition()):
        inbox_counts(anna)  # portals and mates are kept until one of them changes
        with django_assert_num_queries(2):
            inbox_counts(anna)
            assert len(inbox_page(anna, "team").conversations) == 12


def test_tags_to_look_for_are_those_of_chats_that_one_sees_each_once(chat, shop, anna, boris):
    """E13, T7."""
    again = begin(shop, browser_actor(shop.pk, "second-browser-01234567"))
    other = open_shop(anna, "Other shop", "other.example")
    hidden = begin(other, browser_actor(other.pk, "third-browser-012345678"))
    for talk, names in ((chat, ["VIP"]), (again, ["VIP", "Berlin"]), (hidden, ["Press"])):
        tag_conversation(talk.pk, anna, names)
    assert [tag.name for tag in tags_in_use(boris)] == ["Berlin", "VIP"]
    assert [tag.name for tag in tags_in_use(anna)] == ["Berlin", "Press", "VIP"]
