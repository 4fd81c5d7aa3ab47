"""Who is blocked begins no chat; and whom that does not touch (E13, T1)."""

import dataclasses
import datetime as dt

import pytest
import time_machine

from foyer.channels.webchat import session
from foyer.channels.webchat.form import Rejected, StartForm
from foyer.conversations.blocking import block_visitor, unblock_visitor
from foyer.conversations.models import Conversation, State
from foyer.conversations.queries import inbox_page
from foyer.events.models import Event
from foyer.identity.actions import browser_actor

pytestmark = pytest.mark.django_db
VERA, OTHER = "vera-browser-0123456789", "other-browser-0123456789"
FORM = StartForm(id="s1", name="Vera", email="", phone="", text="Hello?", url="", title="", language="en")


def starts(shop, browser, ip="203.0.113.7", number="s1"):
    session.start(shop.pk, browser, dataclasses.replace(FORM, id=number), ip)


def test_the_browser_begins_no_chat_until_the_block_is_off(shop, chat, boris):
    block_visitor(chat.pk, boris, "Spam")
    with pytest.raises(Rejected, match="portal_off"):
        starts(shop, VERA)
    assert inbox_page(boris, "blocked").conversations == [chat]
    unblock_visitor(chat.pk, boris)
    starts(shop, VERA)
    assert inbox_page(boris, "blocked").conversations == []


def test_the_chat_ends_and_twice_is_once(chat, boris, anna):
    first = block_visitor(chat.pk, boris, "Spam")
    assert block_visitor(chat.pk, anna, "Again") == first
    assert Conversation.objects.get().state == State.ENDED
    assert Event.objects.filter(kind="VisitorBlocked").count() == 1


def test_others_are_not_touched_unless_they_come_from_an_address_that_is(shop, chat, boris):
    block_visitor(chat.pk, boris, address="203.0.113.7")
    starts(shop, OTHER, ip="203.0.113.8")
    with pytest.raises(Rejected, match="portal_off"):
        starts(shop, "third-browser-0123456789")


def test_an_address_is_blocked_for_a_day(shop, chat, boris):
    block_visitor(chat.pk, boris, address="203.0.113.7")
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=25)):
        starts(shop, OTHER)
        with pytest.raises(Rejected):
            starts(shop, VERA)


def test_a_start_that_is_sent_again_is_still_the_same_chat(shop, boris):
    """R12: the answer to the first one was lost."""
    starts(shop, OTHER)
    made = Conversation.objects.get(actor=browser_actor(shop.pk, OTHER))
    block_visitor(made.pk, boris)
    starts(shop, OTHER)
    with pytest.raises(Rejected):
        starts(shop, OTHER, number="s2")
