"""Send to webmaster (F22, F23)."""

import pytest
from django.core import mail

from foyer.desk.mails.compose import EmbedCodeFacts, embed_code_mail
from foyer.lib.jobs import run_pending_jobs
from foyer.portals.models import EmbedCode

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
FACTS = EmbedCodeFacts(
    sender_name="Anna <b>Berger</b>",
    sender_email="anna@foyer.test",
    company="Linden & Oak",
    site="shop.example",
    snippet='<script async src="https://foyer.example/foyer.js" data-portal="p_1"></script>',
    key="p_1",
    base_url="https://foyer.example",
)


@pytest.fixture
def path(shop):
    return f"/setup/codes/{EmbedCode.objects.get(portal=shop).pk}/mail/"


def test_without_mail_the_text_is_shown_and_it_says_why(as_boris, path):
    assert b"Mail is not set up" in as_boris.get(path, **HTMX).content
    answer = as_boris.post(path, {"address": "web@shop.example"}, **HTMX).content.decode()
    assert "mailto:web@shop.example?subject=" in answer
    assert "data-portal=" in answer


@pytest.mark.django_db(transaction=True)
def test_with_mail_a_job_sends_it(as_boris, path, mail_works):
    answer = as_boris.post(path, {"address": "web@shop.example"}, **HTMX)
    assert b"Sent to web@shop.example" in answer.content
    assert mail.outbox == []
    run_pending_jobs()
    sent = mail.outbox[0]
    assert (sent.to, sent.reply_to) == (["web@shop.example"], ["boris@foyer.test"])
    assert "data-portal=" in sent.body
    assert sent.alternatives[0][1] == "text/html"


@pytest.mark.parametrize("address", ["", "no address", "a@b.example\nBcc: c@d.example"])
def test_what_is_no_address_is_refused(as_boris, path, mail_works, address):
    """T21."""
    assert as_boris.post(path, {"address": address}, **HTMX).context["form"].errors or not address
    run_pending_jobs()
    assert mail.outbox == []


def test_nobody_mails_without_end(as_boris, path, mail_works):
    """T27."""
    for _ in range(10):
        as_boris.post(path, {"address": "web@shop.example"}, **HTMX)
    assert b"many mails" in as_boris.post(path, {"address": "web@shop.example"}, **HTMX).content


def test_codes_of_other_portals_are_not_found(as_boris, other_shop, stranger):
    """T7."""
    path = f"/setup/codes/{EmbedCode.objects.get(portal=other_shop).pk}/mail/"
    assert as_boris.get(path).status_code == 404
    assert as_boris.post(path, {"address": "a@b.example"}).status_code == 404
    assert stranger.get(path).url.startswith("/login/")


def test_the_mail_is_escaped_in_html_and_plain_in_text():
    """T15."""
    made = embed_code_mail(FACTS)
    assert "Anna &lt;b&gt;Berger&lt;/b&gt; of Linden &amp; Oak" in made.html
    assert "&lt;script async" in made.html
    assert FACTS.snippet in made.text
    assert "Anna <b>Berger</b> of Linden & Oak" in made.text
    assert "https://foyer.example/setup/check/p_1/" in made.text


def test_the_subject_is_one_line():
    """T21."""
    import dataclasses

    assert "\n" not in embed_code_mail(dataclasses.replace(FACTS, site="a\nBcc: x@y.example")).subject
