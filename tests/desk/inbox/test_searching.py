"""Chats are found by what was said, by state and by tag; and by whom not (E13, E15, T7)."""

import datetime as dt

import pytest

from foyer.conversations.actions import accept_conversation, end_conversation, send_message
from foyer.conversations.search import OVERLAP, READ_S, read_running
from foyer.conversations.tagging import tag_conversation
from foyer.crm.search.follow import catch_up, rebuild
from foyer.lib import clock
from foyer.team.teams import create_team, set_members
from tests.desk.chats import HTMX, browser, chat
from tests.team.people import hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(shop, boris):
    made = accept_conversation(chat(browser(shop), name="Lena Ewert").pk, boris)
    send_message(made.pk, boris, "The carrier rings at Lübeck harbour", "a1")
    return made


def rows(client, query):
    return [row.name for group in client.get(f"/inbox/?{query}").context["list"].groups for row in group.rows]


def read_index():
    while catch_up():
        pass


def test_lines_cost_no_reading_and_are_found_once_the_chat_is_over(as_boris, boris, talk):
    read_index()
    send_message(talk.pk, boris, "At the lighthouse", "a2")
    read_index()
    assert (rows(as_boris, "q=lena"), rows(as_boris, "q=lighthouse")) == (["Lena Ewert"], [])
    end_conversation(talk.pk, "agent")
    read_index()
    assert [rows(as_boris, f"q={words}") for words in ("lubeck harb", "harbuor", "lighthouse", "nothing")] == [
        *[["Lena Ewert"]] * 3,
        [],
    ]


def test_what_was_said_is_found_within_a_minute_while_the_chat_goes_on(as_boris, boris, talk):
    end_conversation(talk.pk, "agent")
    going = accept_conversation(chat(browser(talk.portal), name="Vera Lind").pk, boris)
    read_index()
    send_message(going.pk, boris, "At the lighthouse", "a2")
    read_running(clock.now() + dt.timedelta(seconds=READ_S))
    assert rows(as_boris, "q=lighthouse") == ["Vera Lind"]


def test_chats_in_which_nothing_was_said_lately_are_not_read_again(talk, django_assert_num_queries):
    with django_assert_num_queries(1):
        read_running(clock.now() + dt.timedelta(seconds=READ_S * OVERLAP + 1))


def test_reading_everything_again_finds_the_same(as_boris, talk):
    rebuild()
    assert rows(as_boris, "q=harbour") == ["Lena Ewert"]


def test_chats_of_portals_that_are_not_seen_are_not_found(as_boris, as_anna, other_shop):
    """T7."""
    chat(browser(other_shop), name="Lena Elsewhere")
    read_index()
    assert rows(as_boris, "q=lena") == []
    assert rows(as_anna, "q=lena") == ["Lena Elsewhere"]
    assert "Lena" not in as_boris.get("/find/?q=lena", **HTMX).content.decode()


def test_the_palette_finds_chats_too(as_boris, talk):
    read_index()
    assert f'href="/inbox/{talk.pk}/"' in as_boris.get("/find/?q=lena", **HTMX).content.decode()


@pytest.mark.parametrize("words", ["%%%", '"', "a OR NOT (", "x" * 500, "‮", "'; DROP"])
def test_words_of_any_kind_are_only_words(as_boris, words):
    """T39."""
    assert as_boris.get("/inbox/", {"q": words, "tag": "9" * 40, "view": "zz"}).status_code == 200


def test_what_is_over_and_what_has_a_tag_are_views_of_their_own(as_boris, boris, shop, talk):
    ended = chat(browser(shop, 2), name="Over Today")
    end_conversation(ended.pk, "visitor")
    assert rows(as_boris, "view=closed") == ["Over Today"]
    tag = tag_conversation(talk.pk, boris, ["VIP"]).tags.get()
    page = as_boris.get(f"/inbox/?view=all&tag={tag.pk}")
    assert [row.name for group in page.context["list"].groups for row in group.rows] == ["Lena Ewert"]
    assert "Take “VIP” off" in page.content.decode()
    assert rows(as_boris, f"view=closed&tag={tag.pk}") == []


def test_the_team_is_who_shares_a_team_and_everybody_without_one(as_boris, as_anna, anna, boris, shop, talk):
    mila = hire("Mila Sand")
    shop.users.add(mila)
    accept_conversation(chat(browser(shop, 2), name="With Mila").pk, mila)
    chat(browser(shop, 3), name="With Nobody")
    assert set(rows(as_boris, "view=team")) == {"Lena Ewert", "With Mila", "With Nobody"}
    set_members(create_team(anna, "Sales"), anna, [boris, anna])
    assert set(rows(as_boris, "view=team")) == {"Lena Ewert", "With Nobody"}
    assert set(rows(as_boris, "view=all")) == {"Lena Ewert", "With Mila", "With Nobody"}


def test_nothing_found_says_so(as_boris, shop):
    assert "No chat fits “zzz”." in as_boris.get("/inbox/?q=zzz").content.decode()
