"""The task of a missed chat leads to the chat (D17, F138)."""

import datetime as dt

import pytest

from foyer.conversations.missing import miss_waiting_conversations
from foyer.events.dispatch import react_to_pending
from foyer.lib import clock
from foyer.portals.actions import change_portal
from tests.desk.chats import browser, chat

pytestmark = pytest.mark.django_db


def missed(shop, anna, boris):
    """A chat that nobody took, with its task, which is Boris's."""
    change_portal(shop, anna, assign_to="user", assign_user=boris)
    made = chat(browser(shop))
    miss_waiting_conversations(clock.now() + dt.timedelta(minutes=2))
    react_to_pending()
    made.refresh_from_db()
    return made


def test_the_task_stands_in_my_day_and_leads_to_the_chat(as_boris, anna, boris, shop):
    made = missed(shop, anna, boris)
    assert "Missed chat: Vera Lindqvist" in as_boris.get("/activities/day/").content.decode()
    dialog = as_boris.get(f"/activities/{made.follow_up_id}/").content.decode()
    assert f'href="/inbox/{made.pk}/"' in dialog
    assert "Is it oak?" in dialog


def test_what_is_nobodys_stands_in_a_view_of_its_own(as_boris, shop):
    """B6."""
    chat(browser(shop))
    miss_waiting_conversations(clock.now() + dt.timedelta(minutes=2))
    react_to_pending()
    assert "Missed chat: Vera Lindqvist" in as_boris.get("/activities/?view=unassigned").content.decode()


def test_who_does_not_see_the_portal_gets_no_link(as_boris, anna, boris, other_shop):
    """T7."""
    made = missed(other_shop, anna, boris)
    dialog = as_boris.get(f"/activities/{made.follow_up_id}/").content.decode()
    assert f'href="/inbox/{made.pk}/"' not in dialog
