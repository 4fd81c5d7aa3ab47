"""Missed chats: a task for the owner, closed by itself, and back to the queue when somebody comes (D17, F138, B6)."""

import datetime as dt

import pytest

from foyer.conversations.actions import accept_conversation, end_conversation
from foyer.conversations.missing import make_task, miss_waiting_conversations
from foyer.conversations.queries import place_in_line, ringing_for
from foyer.crm.actions import create_person
from foyer.crm.models import Activity
from foyer.events.dispatch import react_to_pending
from foyer.events.models import Event
from foyer.lib import clock
from foyer.portals.actions import change_portal
from foyer.team.actions import change_user, deactivate_user, set_availability
from tests.conversations.conftest import begin
from tests.desk.chats import here
from tests.team.people import hire

pytestmark = pytest.mark.django_db


def miss(chat, seconds=61):
    """Nobody takes it in time."""
    miss_waiting_conversations(clock.now() + dt.timedelta(seconds=seconds))
    react_to_pending()
    chat.refresh_from_db()
    return chat


def long_ago(chat):
    """The visitor has said nothing for an hour."""
    type(chat).objects.filter(pk=chat.pk).update(last_at=clock.now() - dt.timedelta(hours=1))


def test_the_owner_gets_a_task_with_the_visitors_words(chat, vera, boris):
    lead = create_person("lead", first_name="Vera", last_name="Lindqvist", owner=boris, from_actor=vera)
    task = miss(chat).follow_up
    assert (task.subject, task.text, task.owner) == ("Missed chat: Vera Lindqvist", chat.request_text, boris)
    assert (task.actor_id, task.done_at, task.all_day) == (lead.actor_id, None, True)


@pytest.mark.parametrize("named", [True, False])
def test_of_an_unknown_visitor_it_is_whose_the_portal_says_or_nobodys(chat, shop, anna, boris, named):
    if named:
        change_portal(shop, anna, assign_to="user", assign_user=boris)
    task = miss(chat).follow_up
    assert (task.owner, task.actor_id) == (boris if named else None, chat.actor_id)


def test_who_has_left_gets_no_task(chat, vera, anna, boris):
    create_person("lead", last_name="Lindqvist", owner=boris, from_actor=vera)
    deactivate_user(boris, anna)
    assert miss(chat).follow_up.owner is None


def test_it_is_written_in_the_owners_language(chat, vera, boris):
    create_person("lead", last_name="Lindqvist", owner=boris, from_actor=vera)
    change_user(boris, boris, language="de")
    assert miss(chat).follow_up.subject == "Verpasster Chat: Lindqvist"


def test_it_is_made_once_however_often_the_chat_is_missed(chat, boris):
    """R12."""
    miss(chat)
    set_availability(boris, "online")
    react_to_pending()
    miss(chat, seconds=200)
    make_task(chat.pk)
    assert Activity.objects.count() == 1
    assert Event.objects.filter(kind="ActivityCreated").count() == 1


def test_it_is_closed_by_itself_when_the_chat_is_taken_after_all(chat, boris):
    task = miss(chat).follow_up
    accept_conversation(chat.pk, boris)
    react_to_pending()
    task.refresh_from_db()
    assert (task.done_by, task.outcome) == (boris, "Boris Brandt took the chat.")
    assert task.done_at is not None


def test_it_stays_open_when_the_visitor_leaves(chat):
    task = miss(chat).follow_up
    end_conversation(chat.pk, "visitor")
    react_to_pending()
    task.refresh_from_db()
    assert task.done_at is None


@pytest.mark.parametrize("state", ["taken", "ended"])
def test_what_is_over_before_anybody_looks_makes_no_task(chat, boris, state):
    miss_waiting_conversations(clock.now() + dt.timedelta(seconds=61))
    if state == "taken":
        accept_conversation(chat.pk, boris)
    else:
        end_conversation(chat.pk, "visitor")
    react_to_pending()
    assert not Activity.objects.exists()


def test_each_portal_has_its_own_time(chat, shop, anna):
    """D17."""
    change_portal(shop, anna, missed_after_s="120")
    assert miss(chat, seconds=119).missed_at is None
    assert miss(chat, seconds=121).missed_at is not None


@pytest.mark.parametrize("sign", ["on the website", "wrote just now"])
def test_it_rings_again_when_somebody_comes_online_while_the_visitor_is_there(chat, vera, boris, sign):
    """B6: the visitor is told that he is in line again."""
    miss(chat)
    if sign == "on the website":
        long_ago(chat)
        here(vera)
    set_availability(boris, "online")
    react_to_pending()
    chat.refresh_from_db()
    assert (chat.missed_at, ringing_for(boris), place_in_line(chat)) == (None, [chat], 1)
    assert miss(chat, seconds=59).missed_at is None
    assert miss(chat, seconds=61).missed_at is not None


def test_who_left_is_not_called_back(chat, boris):
    miss(chat)
    long_ago(chat)
    set_availability(boris, "online")
    react_to_pending()
    assert ringing_for(boris) == []


@pytest.mark.parametrize("state", ["away", "invisible"])
def test_who_comes_and_takes_no_chats_changes_nothing(chat, boris, state):
    miss(chat)
    set_availability(boris, state)
    react_to_pending()
    chat.refresh_from_db()
    assert chat.missed_at is not None


def test_a_colleague_of_another_portal_changes_nothing(chat):
    miss(chat)
    set_availability(hire("Mila Sand"), "online")
    react_to_pending()
    chat.refresh_from_db()
    assert chat.missed_at is not None


def test_a_queue_begins_anew(shop, vera, anna, boris):
    """E12: whoever missed it is asked again."""
    set_availability(anna, "online")
    change_portal(shop, anna, queue_mode="in_order")
    chat = begin(shop, vera)
    miss(chat)
    set_availability(anna, "away")
    set_availability(anna, "online")
    react_to_pending()
    chat.refresh_from_db()
    assert chat.offered_to == anna
