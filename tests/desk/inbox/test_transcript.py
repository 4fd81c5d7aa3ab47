"""The transcript of a chat by mail, and who may not read it (E13, T5, T12)."""

import re

import pytest
from django.core import mail

from foyer.conversations.actions import accept_conversation, send_message
from foyer.conversations.mailing import transcript_token
from foyer.identity.actions import claim
from tests.desk.chats import HTMX, browser, chat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_works")]
SAID = "Lena is the canary"


@pytest.fixture
def talk(shop, boris):
    made = accept_conversation(chat(browser(shop), name="Lena Ewert").pk, boris)
    send_message(made.pk, boris, SAID, "a1")
    send_message(made.pk, boris, "Secret note", "a2", "note")
    return made


def post(client, talk, address="lena@ewert.example"):
    return client.post(f"/inbox/{talk.pk}/transcript/", {"address": address}, **HTMX)


def link():
    return re.search(r"http://testserver(/chats/[^/\s]+/)", mail.outbox[-1].body).group(1)


def test_an_address_that_was_only_typed_gets_a_link_once_a_day(as_boris, client, talk):
    """T12."""
    assert post(as_boris, talk)["HX-Redirect"] == f"/inbox/{talk.pk}/"
    assert SAID not in mail.outbox[0].body + mail.outbox[0].alternatives[0][0]
    page = client.get(link())
    assert SAID in page.content.decode()
    assert "Secret note" not in page.content.decode()
    assert (page["Referrer-Policy"], page["Cache-Control"]) == ("no-referrer", "no-store")
    assert b"one a day is all" in post(as_boris, talk).content
    assert len(mail.outbox) == 1


def test_a_proven_address_gets_every_word_but_the_notes(as_boris, talk):
    claim(talk.actor, "email", "lena@ewert.example", event_ref="code", level=3, way="agent")
    for _ in range(2):
        post(as_boris, talk)
    assert len(mail.outbox) == 2
    assert SAID in mail.outbox[0].body
    assert "Secret note" not in mail.outbox[0].body


def test_colleagues_read_that_it_was_sent_and_the_visitor_does_not(as_boris, client, talk):
    post(as_boris, talk)
    assert "Transcript sent to lena@ewert.example" in as_boris.get(f"/inbox/{talk.pk}/").content.decode()
    assert "lena@ewert" not in client.get(link()).content.decode()


def test_what_the_server_refuses_was_not_sent(as_boris, talk, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = post(as_boris, talk)
    assert answer.status_code == 422
    assert b"Nothing was sent." in answer.content
    assert "Transcript sent" not in as_boris.get(f"/inbox/{talk.pk}/").content.decode()


@pytest.mark.parametrize("address", ["", "nobody", "a@b.example\nBcc: c@d.example", "a@b.example,c@d.example"])
def test_what_is_no_address_is_refused(as_boris, talk, address):
    """T21."""
    assert post(as_boris, talk, address).status_code == 422
    assert mail.outbox == []


def test_a_link_opens_one_chat_and_nothing_else(client, talk):
    """T5."""
    token = transcript_token(talk)
    for other in (token[:-1], token + "x", str(talk.pk), "x"):
        assert client.get(f"/chats/{other}/").status_code == 404


def test_who_does_not_see_the_chat_sends_nothing(as_boris, other_shop):
    """T7."""
    assert post(as_boris, chat(browser(other_shop))).status_code == 404
    assert mail.outbox == []
