"""A conversation: its lines, writing, reading, what can be done with it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.conversations.actions import accept_conversation, end_conversation, receive_message, send_message
from foyer.conversations.models import Message, Rating
from foyer.conversations.rating import rate_conversation
from tests.crm.people import lead
from tests.desk.chats import HTMX, browser, chat, here

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(shop):
    return chat(browser(shop), "Is it oak?", name="Vera Lindqvist")


@pytest.fixture
def taken(waiting, boris):
    accept_conversation(waiting.pk, boris)
    return waiting


def page(client, conversation) -> str:
    return client.get(f"/inbox/{conversation.pk}/").content.decode()


def say(client, conversation, text, client_id="c1", kind="agent", **headers):
    posted = {"text": text, "client_id": client_id, "kind": kind}
    return client.post(f"/inbox/{conversation.pk}/messages/", posted, **(HTMX | headers))


def since(client, conversation, seq) -> str:
    return client.get(f"/inbox/{conversation.pk}/messages/?since={seq}", **HTMX).content.decode()


def test_a_chat_that_waits_shows_the_button_that_accepts_it(as_boris, waiting):
    """F162."""
    shown = page(as_boris, waiting)
    assert "Accept 1 request" in shown
    assert "data-compose" not in shown


def test_a_taken_chat_shows_composer_and_end(as_boris, taken):
    shown = page(as_boris, taken)
    for text in ("Reply in the chat", "Internal note", "End chat", f'data-compose="{taken.pk}"', "data-thread"):
        assert text in shown


def test_a_colleagues_chat_begins_with_a_note(as_anna, taken):
    assert 'value="note" checked' in page(as_anna, taken)


def test_system_lines_are_sentences(as_boris, taken):
    assert "Boris Brandt joined the chat" in page(as_boris, taken)


def test_an_ended_chat_is_a_transcript_with_begin_and_end(as_boris, boris, taken):
    """F174; notes may still be written."""
    end_conversation(taken.pk, "agent", boris)
    shown = page(as_boris, taken)
    for text in ("Web chat · Today", "Is it oak?", "Boris Brandt ended the chat", "Ended Today", "Internal note"):
        assert text in shown
    assert "Reply in the chat" not in shown
    assert "Accept 1" not in shown


def test_only_newer_lines_are_fetched(as_boris, boris, taken):
    receive_message(taken.pk, "And outside?", "v2")
    fresh = since(as_boris, taken, 2)
    assert "And outside?" in fresh
    assert "Is it oak?" not in fresh
    assert since(as_boris, taken, 3).strip() == ""


def test_a_line_is_stored_once_for_its_client_id(as_boris, taken):
    """R11."""
    first, second = say(as_boris, taken, "Hello Vera"), say(as_boris, taken, "Hello Vera")
    assert first.content == second.content
    assert 'data-client-id="c1"' in first.content.decode()
    assert taken.messages.filter(kind=Message.Kind.AGENT).count() == 1


def test_a_note_is_marked_as_one(as_boris, taken):
    assert "f-inote" in say(as_boris, taken, "Give 8 %", kind="note").content.decode()
    assert taken.messages.get(text="Give 8 %").kind == Message.Kind.NOTE


def test_a_kind_that_agents_cannot_write_becomes_an_answer(as_boris, taken):
    say(as_boris, taken, "joined", kind="system")
    assert taken.messages.get(text="joined", client_id="c1").kind == Message.Kind.AGENT


def test_without_script_one_comes_back_to_the_page(as_boris, taken):
    answer = as_boris.post(f"/inbox/{taken.pk}/messages/", {"text": "Hello", "kind": "agent", "client_id": "c1"})
    assert answer.url == f"/inbox/{taken.pk}/"


def test_nothing_and_what_comes_too_late_is_refused(as_boris, boris, taken):
    assert say(as_boris, taken, "   ").status_code == 422
    end_conversation(taken.pk, "visitor")
    assert say(as_boris, taken, "Too late").status_code == 409
    assert not taken.messages.filter(text="Too late").exists()


def test_texts_are_text(as_boris, boris, taken):
    receive_message(taken.pk, "<script>alert(1)</script>", "v2")
    send_message(taken.pk, boris, "<img src=x onerror=alert(1)>", "a1")
    shown = page(as_boris, taken)
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


def test_what_its_agent_sees_is_read_and_colleagues_change_nothing(as_boris, as_anna, taken):
    page(as_anna, taken)
    taken.refresh_from_db()
    assert taken.agent_read_seq == 0
    page(as_boris, taken)
    taken.refresh_from_db()
    assert taken.agent_read_seq == taken.last_seq
    receive_message(taken.pk, "And outside?", "v2")
    since(as_boris, taken, 2)
    taken.refresh_from_db()
    assert taken.agent_read_seq == 3


def test_earlier_lines_of_a_long_chat_are_fetched_on_demand(as_boris, taken):
    for number in range(210):
        receive_message(taken.pk, f"Line {number}.", f"v{number}")
    talk = as_boris.get(f"/inbox/{taken.pk}/").context["talk"]
    assert len(talk.lines) == 200
    earlier = as_boris.get(talk.earlier_url, **HTMX).content.decode()
    assert "Is it oak?" in earlier
    assert "Earlier lines" not in earlier


def test_head_and_foot_come_again_as_fragments(as_boris, boris, waiting):
    here(waiting.actor, title="Delivery")
    assert "On Delivery" in as_boris.get(f"/inbox/{waiting.pk}/head/?view=mine", **HTMX).content.decode()
    foot = f"/inbox/{waiting.pk}/foot/?version={waiting.version}"
    assert as_boris.get(foot, **HTMX).status_code == 204
    accept_conversation(waiting.pk, boris)
    assert "data-compose" in as_boris.get(foot, **HTMX).content.decode()


def test_the_name_is_the_records(as_boris, waiting):
    lead("Vera L. Lindqvist", from_actor=waiting.actor)
    assert "Conversation with Vera L. Lindqvist" in page(as_boris, waiting)


def test_the_number_of_queries_does_not_grow_with_the_lines(as_boris, boris, taken):
    def queries() -> int:
        page(as_boris, taken)  # warms, and marks as read
        with CaptureQueriesContext(connection) as captured:
            page(as_boris, taken)
        return len(captured)

    few = queries()
    for number in range(20):
        receive_message(taken.pk, f"Line {number}", f"v{number}")
        send_message(taken.pk, boris, f"Answer {number}", f"a{number}")
    assert queries() == few <= 35


def test_what_the_visitor_says_of_a_chat_stands_below_it(as_boris, boris, taken):
    end_conversation(taken.pk, "agent", boris)
    rate_conversation(taken.pk, Rating.BAD, "I waited <b>long</b>.")
    for path in (f"/inbox/{taken.pk}/foot/", f"/inbox/{taken.pk}/"):
        shown = as_boris.get(path).content.decode()
        assert "The visitor found this chat not good" in shown
        assert "“I waited &lt;b&gt;long&lt;/b&gt;.”" in shown
