"""The list of the inbox: views, groups, counts, pages."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.conversations.actions import (
    accept_conversation,
    end_conversation,
    receive_message,
    send_message,
)
from foyer.conversations.missing import miss_waiting_conversations
from foyer.conversations.models import Conversation
from foyer.lib import clock
from tests.crm.people import lead
from tests.desk.chats import HTMX, browser, chat, here

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(shop, boris):
    """A chat that Boris has answered."""
    made = chat(browser(shop, 1), name="Vera Lindqvist")
    accept_conversation(made.pk, boris)
    send_message(made.pk, boris, "Hello Vera", "a1")
    return made


def shown(client, path="/inbox/"):
    return client.get(path).context["list"]


def names(listing) -> dict[str, list[str]]:
    return {group.name: [row.name for row in group.rows] for group in listing.groups}


def test_the_views_count_what_is_not_over(as_boris, boris, shop, taken):
    chat(browser(shop, 2))
    ended = chat(browser(shop, 3))
    accept_conversation(ended.pk, boris)
    end_conversation(ended.pk, "agent", boris)
    chat(browser(shop, 4))
    miss_waiting_conversations(clock.now() + dt.timedelta(minutes=2))
    tabs = {tab.text: tab.n for tab in shown(as_boris).tabs}
    assert tabs == {"Mine": 1, "Unassigned": 2, "Team": 3, "Missed": 2}


def test_who_waits_stands_above_what_is_open_and_what_is_over(as_boris, boris, shop, taken):
    ended = chat(browser(shop, 2), name="Over Today")
    accept_conversation(ended.pk, boris)
    end_conversation(ended.pk, "agent", boris)
    unanswered = chat(browser(shop, 3), name="Waits Long")
    accept_conversation(unanswered.pk, boris)
    assert names(shown(as_boris, "/inbox/?view=mine")) == {
        "Waiting for you": ["Waits Long"],
        "Open": ["Vera Lindqvist"],
        "Ended today": ["Over Today"],
    }


def test_the_longest_waiting_stands_on_top(as_boris, shop):
    first, second = chat(browser(shop, 1), name="First"), chat(browser(shop, 2), name="Second")
    receive_message(first.pk, "Hello?", "m2")
    assert names(shown(as_boris, "/inbox/?view=unassigned")) == {
        "Waiting for an answer": [first.visitor_name, "Second"]
    }
    assert second.pk


def test_without_a_view_the_first_that_has_any_is_shown(as_boris, boris, shop):
    assert shown(as_boris).view == "mine"
    waiting = chat(browser(shop))
    assert shown(as_boris).view == "unassigned"
    accept_conversation(waiting.pk, boris)
    assert shown(as_boris).view == "mine"


def test_a_chat_opened_by_its_address_stands_in_the_list(as_boris, as_anna, shop, taken):
    waiting = chat(browser(shop, 2))
    views = [shown(client, f"/inbox/{one.pk}/").view for client in (as_boris, as_anna) for one in (taken, waiting)]
    assert views == ["mine", "unassigned", "team", "unassigned"]


def test_a_chat_that_goes_on_is_shown_however_many_ended_since(as_boris, boris, shop):
    old = chat(browser(shop, 1), name="Old Friend")
    for number in range(2, 50):
        over = chat(browser(shop, number), name=f"Visitor {number}")
        end_conversation(over.pk, "visitor")
    Conversation.objects.filter(pk=old.pk).update(last_at=clock.now() - dt.timedelta(days=3))
    assert names(shown(as_boris, "/inbox/?view=team"))["Waiting for an answer"] == ["Old Friend"]


def test_older_chats_come_page_by_page(as_boris, shop):
    for number in range(1, 51):
        end_conversation(chat(browser(shop, number), name=f"Visitor {number}").pk, "visitor")
    first = shown(as_boris, "/inbox/?view=team")
    second = shown(as_boris, first.older_url)
    assert [len(names(page)["Ended today"]) for page in (first, second)] == [40, 10]
    assert (second.older_url, second.is_older) == ("", True)
    assert len(names(shown(as_boris, f"/inbox/rows/?{second.again}"))["Ended today"]) == 10


def test_a_row_shows_who_said_the_last_line(as_boris, as_anna, boris, shop, taken):
    assert shown(as_boris, "/inbox/?view=team").groups[0].rows[0].preview == "You: Hello Vera"
    assert shown(as_anna, "/inbox/?view=team").groups[0].rows[0].preview == "Boris: Hello Vera"
    receive_message(taken.pk, "Thank you", "v2")
    row = shown(as_boris).groups[0].rows[0]
    assert (row.preview, row.unread > 0, row.waiting_since is not None) == ("Thank you", True, True)


def test_a_row_has_the_name_of_the_record_and_a_dot_while_here(as_boris, shop):
    actor = browser(shop)
    chat(actor, name="vera")
    lead("Vera Lindqvist", from_actor=actor)
    assert not shown(as_boris).groups[0].rows[0].is_online
    here(actor)
    row = shown(as_boris).groups[0].rows[0]
    assert (row.name, row.is_online) == ("Vera Lindqvist", True)


@pytest.mark.parametrize(
    ("view", "text"),
    [
        ("mine", "You have no chats"),
        ("unassigned", "Nobody waits to be accepted"),
        ("team", "Nobody has written yet"),
        ("missed", "No chat was missed"),
    ],
)
def test_empty_views_say_what_would_be_there(as_boris, shop, view, text):
    page = as_boris.get(f"/inbox/?view={view}").content.decode()
    assert text in page
    assert "Nobody is waiting" in page


def test_the_portal_filter_applies(as_anna, shop, other_shop):
    chat(browser(shop), name="Here")
    chat(browser(other_shop), name="There")
    assert names(shown(as_anna, f"/inbox/?portal={shop.pk}")) == {"Waiting for an answer": ["Here"]}


def test_the_list_alone_keeps_the_chosen_row(as_boris, taken):
    fragment = as_boris.get(f"/inbox/rows/?view=mine&on={taken.pk}", **HTMX).content.decode()
    assert "<html" not in fragment
    assert 'aria-current="true"' in fragment


@pytest.mark.parametrize("odd", ["on=x", "on=99999999999999999999", "before=nonsense", "view=nonsense", "on=²"])
def test_odd_addresses_are_no_errors(as_boris, taken, odd):
    assert as_boris.get(f"/inbox/rows/?{odd}").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_chats(as_boris, boris, shop):
    def queries() -> int:
        as_boris.get("/inbox/rows/?view=team")  # warms what a process keeps in memory
        with CaptureQueriesContext(connection) as captured:
            assert as_boris.get("/inbox/rows/?view=team").status_code == 200
        return len(captured)

    def one_more(number: int) -> None:
        lead(f"Lead {number}", from_actor=browser(shop, number), owner=boris)
        made = chat(browser(shop, number))
        if number % 2:
            end_conversation(made.pk, "visitor")

    one_more(1)
    one_more(2)
    few = queries()
    for number in range(3, 14):
        one_more(number)
    assert queries() == few <= 10
