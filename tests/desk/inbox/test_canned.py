"""A / in the composer offers canned replies, filled in for this chat (E13, T7, T19)."""

import pytest

from foyer.conversations.canned import create_canned_reply
from tests.desk.chats import HTMX, browser, chat

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(shop):
    return chat(browser(shop), name="Lena Ewert")


def offered(client, talk, begin):
    return client.get(f"/inbox/{talk.pk}/canned/", {"q": begin}, **HTMX).content.decode()


def test_a_reply_is_offered_as_it_would_be_sent(as_boris, anna, talk):
    create_canned_reply(anna, "hello", "Hello {{visitor_first_name}}, {{agent_first_name}} here.", for_everybody=True)
    assert 'data-text="Hello Lena, Boris here."' in offered(as_boris, talk, "he")
    assert offered(as_boris, talk, "zz").strip() == ""


def test_a_name_that_looks_like_code_stays_text(as_boris, anna, shop):
    """T15, T19."""
    create_canned_reply(anna, "hello", "Hello {{visitor}}", for_everybody=True)
    sly = chat(browser(shop, 2), name='{{agent}}"><img src=x>')
    assert "Hello {{agent}}&#34;&gt;&lt;img src=x&gt;" in offered(as_boris, sly, "")


def test_without_any_the_first_is_to_be_written(as_boris, talk):
    assert "/setup/canned-replies/" in offered(as_boris, talk, "")


def test_a_chat_that_is_not_seen_has_none(as_boris, other_shop):
    """T7."""
    hidden = chat(browser(other_shop))
    assert as_boris.get(f"/inbox/{hidden.pk}/canned/").status_code == 404
