"""New lines as a page asks for them over its socket: what it would have fetched, of many at once (P4, T7)."""

import pytest

from foyer.conversations.actions import accept_conversation, receive_message, send_message
from foyer.conversations.models import ChatMention, Message
from foyer.conversations.types import Asked
from foyer.desk.inbox.asked_lines import NOTHING, lines_for
from foyer.portals.actions import change_portal
from foyer.team.actions import deactivate_user
from tests.desk.chats import browser, chat
from tests.desk.inbox.test_talk import since
from tests.team.people import hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(shop, boris):
    made = chat(browser(shop), "Is it oak?", name="Vera Lindqvist")
    accept_conversation(made.pk, boris)
    receive_message(made.pk, "<b>And oiled?</b>", "c-2")
    return made


def html_for(user, conversation, seq=1) -> str:
    return lines_for([Asked(user.pk, conversation.pk, seq)])[0].html


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_they_are_what_a_request_would_have_fetched(as_boris, boris, anna, taken, language):
    send_message(taken.pk, boris, "Yes, it is.", "a-1")
    send_message(taken.pk, anna, f"Ask @[Boris](user:{boris.pk})", "n-1", Message.Kind.NOTE)
    type(boris).objects.filter(pk=boris.pk).update(language=language, time_zone="America/Lima")
    assert html_for(boris, taken) == since(as_boris, taken, 1)


def test_who_is_far_behind_gets_the_same(as_boris, boris, taken):
    for number in range(30):
        receive_message(taken.pk, f"Line {number}", f"d-{number}")
    assert html_for(boris, taken, 0) == since(as_boris, taken, 0)


def test_what_is_not_theirs_or_not_there_is_nothing(boris, anna, shop, taken, other_shop):
    mila, foreign = hire("Mila Sand"), chat(browser(other_shop), "Hidden", name="Nora")
    gone = Asked(boris.pk, 10**9, 0)
    asked = [Asked(mila.pk, taken.pk, 0), Asked(boris.pk, foreign.pk, 0), gone, Asked(10**9, taken.pk, 0)]
    assert lines_for(asked) == [NOTHING] * 4
    assert html_for(anna, foreign, 0)


def test_who_leaves_the_shop_or_the_house_is_told_nothing_more(boris, anna, shop, taken):
    assert html_for(boris, taken)
    change_portal(shop, anna, users=[anna])
    assert html_for(boris, taken) == ""
    change_portal(shop, anna, users=[anna, boris])
    assert html_for(boris, taken)
    deactivate_user(boris, anna)
    assert html_for(boris, taken) == ""


def test_only_his_agents_looking_counts_as_seen(boris, anna, taken):
    asked = [Asked(boris.pk, taken.pk, 1), Asked(anna.pk, taken.pk, 1), Asked(boris.pk, taken.pk, 3)]
    assert [shown.seen for shown in lines_for(asked)] == [3, 0, 0]


def test_a_note_that_names_somebody_is_looked_at(boris, anna, taken):
    send_message(taken.pk, anna, f"Ask @[Boris](user:{boris.pk})", "n-1", Message.Kind.NOTE)
    html_for(boris, taken)
    assert not ChatMention.objects.filter(user=boris, seen_at=None).exists()


def test_twenty_pages_take_as_many_questions_as_one(boris, shop, taken, django_assert_num_queries):
    asked = [Asked(boris.pk, chat(browser(shop), "Hi", name="Nora").pk, 0) for _ in range(20)]
    lines_for([Asked(boris.pk, taken.pk, 2)])
    for count in (1, 20):
        with django_assert_num_queries(5):
            pages = lines_for(asked[:count])
        assert len(pages) == count
