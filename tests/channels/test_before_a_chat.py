"""What a visitor agrees to before a chat, and a chat that begins without a question (F28, B20)."""

import dataclasses

import pytest

from foyer.channels.webchat import session as chat
from foyer.channels.webchat.form import Introduction
from foyer.channels.webchat.models import ChatSession
from foyer.conversations.actions import accept_conversation, receive_message
from foyer.conversations.models import Conversation, Message
from foyer.events.dispatch import react_to_pending
from foyer.lib import clock
from tests.channels.test_invited import HOME, fetched, invitation
from tests.channels.test_webchat import VERA, form

__all__ = ["invitation"]
pytestmark = pytest.mark.django_db
WORDING = "You may keep what I write."


def begun(shop, ip="", **fields):
    _, session = chat.start(shop.pk, VERA, dataclasses.replace(form(), **fields), ip)
    while react_to_pending():
        pass
    return Conversation.objects.get(pk=session.conversation_id)


def test_what_was_agreed_to_is_kept_word_for_word_with_its_time(shop):
    before = clock.now()
    talk = begun(shop, consent=WORDING)
    assert talk.chat_session.consent == WORDING
    assert before <= talk.chat_session.consented_at <= clock.now()


def test_where_nothing_was_asked_nothing_is_kept(shop):
    kept = begun(shop).chat_session
    assert (kept.consent, kept.consented_at) == ("", None)


def test_who_answers_an_agent_agrees_when_she_says_who_she_is(shop, invitation):
    _, session = fetched(shop)
    receive_message(session.conversation_id, "Yes", "v")
    chat.introduce(session, Introduction(name="Vera", email="", phone="", consent=WORDING))
    kept = ChatSession.objects.get()
    assert kept.consent == WORDING
    assert kept.consented_at is not None


def test_a_chat_without_a_question_waits_rings_and_has_no_line(shop):
    talk = begun(shop, text="")
    assert (talk.state, talk.last_seq, talk.request_text) == ("waiting", 0, "")
    assert talk.waiting_since is not None
    assert not Message.objects.exists()


def test_the_first_line_after_it_is_the_first_line(shop, boris):
    talk = begun(shop, text="")
    accept_conversation(talk.pk, boris)
    assert receive_message(talk.pk, "Is it oak?", "v1").text == "Is it oak?"


def test_started_again_it_is_the_same_chat(shop):
    """R12."""
    assert begun(shop, text="").pk == begun(shop, text="").pk


def test_an_invitation_waits_on_for_words(shop, invitation):
    assert begun(shop, ip=HOME, text="").pk == invitation.pk
    assert Conversation.objects.get().state == "invited"
