"""The dialog in which one writes to all who are chosen in a list, and the page of a mailing (E16)."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from foyer.crm.actions import create_record
from foyer.crm.mailings.unsubscribing import unsubscribe, unsubscribe_url, unsubscribed_among
from foyer.crm.models import Mail, Run
from foyer.crm.runs.engine import work_off
from foyer.events.models import Event
from foyer.identity.models import Identifier
from tests.crm.runs.conftest import limit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("mail_works")]
HTMX = {"HX-Request": "true"}
FORM = reverse("runs_mass_form")
SEND, PREVIEW, TEST = reverse("runs_mail"), reverse("runs_mail_preview"), reverse("runs_mail_test")
LETTER = {"subject": "Fair, {{first_name}}", "text": "Hello {{name}}"}


@pytest.fixture
def leads(anna):
    return [lead(anna, name) for name in ("Vera", "O'Brien")]


def lead(by, name, address=""):
    values = {"first_name": name, "last_name": "Lang", "emails": [address or f"{name.lower()}@x.example"]}
    return create_record("lead", by, values).pk


def asked(client, ids, path=FORM, **more):
    return client.post(path, {"module": "lead", "act": "mail", "id": ids, **more}, headers=HTMX).content.decode()


def sent(client, ids, **more):
    client.post(SEND, {"module": "lead", "id": ids, **LETTER, **more}, headers=HTMX)
    run = Run.objects.get()
    work_off(run.pk)
    return reverse("run", args=[run.pk])


def test_the_dialog_says_to_how_many_and_who_is_left_out(as_anna, anna, leads):
    leads += [
        lead(anna, "Twin", "vera@x.example"),
        lead(anna, "Kim"),
        create_record("lead", anna, {"last_name": "N"}).pk,
    ]
    unsubscribe("kim@x.example")
    page = asked(as_anna, leads)
    assert "Write to 2 people" in page
    assert "1 × Has the same address as one before" in page
    assert "1 × Wants no more mails like this" in page
    assert "1 × No e-mail address" in page


def test_the_mail_program_gets_blind_copies_and_too_many_are_copied(as_anna, leads, monkeypatch):
    assert 'href="mailto:?bcc=vera@x.example,o%27brien@x.example"' in asked(as_anna, leads)
    monkeypatch.setattr("foyer.desk.runs.mailing.MAX_URL", 20)
    page = asked(as_anna, leads)
    assert "mailto:" not in page
    assert 'data-copy="#mass-addresses"' in page


def test_the_preview_is_what_the_first_one_reads(as_anna, leads):
    page = asked(as_anna, leads, PREVIEW, subject="{{first_name}}!", text="<b>{{name}}</b>\n{{agent|x}}")
    assert '<b class="f-b">Vera!</b>' in page
    assert "&lt;b&gt;Vera Lang&lt;/b&gt;\nAnna" in page


def test_a_test_goes_to_oneself_and_the_words_stay(as_anna, anna, leads):
    page = asked(as_anna, leads, TEST, **LETTER)
    assert [one.to for one in mail.outbox] == [[anna.email]]
    assert (f"Sent to {anna.email}" in page, "Hello {{name}}</textarea>" in page) == (True, True)


def test_sending_leads_to_a_report_with_names(as_anna, leads):
    page = as_anna.get(sent(as_anna, leads)).content.decode()
    assert sorted(one.subject for one in mail.outbox) == ["Fair, O'Brien", "Fair, Vera"]
    assert "E-mail: Fair, {{first_name}}" in page
    assert "Sent to vera@x.example" in page
    assert ">Vera Lang</a>" in page
    assert ("Take back" in page, "Send the others" in page) == (False, False)


def test_what_is_wrong_stands_in_the_dialog_with_what_was_typed(as_anna, leads):
    page = asked(as_anna, leads, SEND, subject="Fair", text="{{secret}}")
    assert "“secret” is none of the variables." in page
    assert 'value="Fair"' in page
    assert not Run.objects.exists()


def test_the_button_pressed_twice_writes_once(as_anna, leads):
    key = re.search(r'name="key" value="([^"]+)"', asked(as_anna, leads)).group(1)
    for _ in range(2):
        page = sent(as_anna, leads, key=key)
    assert (len(mail.outbox), Mail.objects.count()) == (2, 2)
    assert as_anna.get(page).status_code == 200


def test_all_that_a_list_shows_are_written_to(as_anna, anna, leads):
    as_anna.post(f"{SEND}?q=vera", {"module": "lead", "all": "1", **LETTER})
    assert list(Mail.objects.values_list("address", flat=True)) == ["vera@x.example"]


def test_without_a_mail_server_the_dialog_says_so(as_anna, leads, settings):
    settings.MAIL_IS_SET_UP = False
    page = asked(as_anna, leads)
    assert "Mail is not set up on this Foyer" in page
    assert page.count("disabled") == 2
    assert "not set up" in asked(as_anna, leads, SEND, **LETTER)
    assert not Run.objects.exists()


def test_who_may_not_edit_has_the_addresses_only(as_boris, boris, leads):
    limit(boris, {"lead": {"verbs": ["view", "export"]}})
    page = asked(as_boris, leads)
    assert "mailto:?bcc=vera@x.example" in page
    assert 'name="subject"' not in page
    for path in (SEND, PREVIEW, TEST):
        assert as_boris.post(path, {"module": "lead", "id": leads, **LETTER}).status_code == 403
    assert mail.outbox == []


def test_who_exports_nothing_or_sees_no_addresses_writes_to_nobody(as_boris, boris, leads):
    for modules, fields in (({"lead": {"verbs": ["view", "edit"]}}, {}), ({}, {"lead": {"emails": "hidden"}})):
        limit(boris, modules, fields)
        for path in (SEND, PREVIEW, TEST, FORM):
            assert as_boris.post(path, {"module": "lead", "act": "mail", "id": leads, **LETTER}).status_code == 403


def test_the_rest_is_sent_by_who_began_it_only(as_anna, as_boris, leads):
    page = sent(as_anna, leads)
    Run.objects.update(state="failed")
    Mail.objects.filter(number=2).update(state="waiting")
    assert "Send the others" in as_anna.get(page).content.decode()
    rest = reverse("run_rest", args=[Run.objects.get().pk])
    assert as_boris.post(rest).status_code == 404
    assert as_anna.post(rest).headers["Location"] == page
    assert Run.objects.get().state == "running"


def test_the_feed_tells_of_it_and_can_be_narrowed_to_it(as_anna, leads):
    sent(as_anna, leads)
    for query in ("", "?kind=mails"):
        page = as_anna.get(f"/leads/{leads[0]}/{query}").content.decode()
        assert "sent by Anna" in page
        assert "Fair, Vera" in page
        assert "Hello Vera Lang" in page
        assert "To vera@x.example, as one of many" in page
    assert "Fair, Vera" not in as_anna.get(f"/leads/{leads[0]}/?kind=notes").content.decode()


def test_who_sees_no_addresses_reads_the_mail_without(as_anna, as_boris, boris, leads):
    sent(as_anna, leads)
    limit(boris, {}, {"lead": {"emails": "hidden"}})
    page = as_boris.get(f"/leads/{leads[0]}/?kind=mails").content.decode()
    assert ("Hello Vera Lang" in page, "vera@x.example" in page) == (True, False)


def test_the_link_in_a_mail_ends_them_by_one_click_and_brings_them_back(client, as_anna, leads):
    """RFC 8058."""
    sent(as_anna, leads)
    path = re.search(r"http://testserver(/unsubscribe/\S+/)", mail.outbox[0].body).group(1)
    assert "Send me no more" in client.get(path).content.decode()
    assert unsubscribed_among(["vera@x.example"]) == set()
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer["Referrer-Policy"]) == (200, "no-referrer")
    assert unsubscribed_among(["vera@x.example", "o'brien@x.example"]) == {"vera@x.example"}
    client.post(path, {"again": "1"})
    assert unsubscribed_among(["vera@x.example"]) == set()

    assert {"again": True} in [event.data for event in Event.objects.filter(kind="AddressUnsubscribed")]
    page = as_anna.get(f"/leads/{leads[0]}/?kind=changes").content.decode()
    assert "No more mailings, says a link in one" in page


def wanted(client, record, answer="no"):
    found = Identifier.objects.get(value="vera@x.example").pk
    path = reverse("record_mailings", kwargs={"module": "lead", "record_id": record, "identifier_id": found})
    return client.post(path, {"wanted": answer}, follow=True)


def test_what_is_said_on_the_phone_is_noted_on_the_record(as_anna, leads):
    page = wanted(as_anna, leads[0]).content.decode()
    assert ("No mailings" in page, "notes: no more mailings" in page) == (True, True)
    assert "1 × Wants no more mails like this" in asked(as_anna, leads)
    wanted(as_anna, leads[0], "yes")
    assert unsubscribed_among(["vera@x.example"]) == set()


def test_who_may_not_change_addresses_notes_nothing(as_boris, boris, leads):
    assert wanted(as_boris, leads[1]).status_code == 404
    limit(boris, {}, {"lead": {"emails": "read"}})
    assert wanted(as_boris, leads[0]).status_code == 403
    assert unsubscribed_among(["vera@x.example"]) == set()


def test_a_link_that_is_none_of_ours_ends_nothing(client, anna):
    good = unsubscribe_url("vera@x.example", "")
    for bad in ("/unsubscribe/x/", good.replace("In", "Im", 1), good[:-3] + "/", "/unsubscribe/%00/"):
        assert client.post(bad).status_code == 404
    assert unsubscribed_among(["vera@x.example"]) == set()


def test_a_mail_of_which_nobody_knows_stands_apart_from_the_refused(as_anna, leads):
    as_anna.post(SEND, {"module": "lead", "id": leads, **LETTER}, headers=HTMX)
    run = Run.objects.get()
    Run.objects.update(state="running")
    Mail.objects.filter(number=1).update(state="sending")
    work_off(run.pk)
    page = as_anna.get(reverse("run", args=[run.pk])).content.decode()
    assert "It is not known whether it went out" in page
    assert f'href="/runs/{run.pk}/?rows=unknown"' in page
    assert "Uncertain" in page
    assert "Refused rows as CSV" not in page
    assert b"It is not known" in as_anna.get(reverse("run_errors", args=[run.pk]) + "?rows=unknown").getvalue()
    assert b"It is not known" not in as_anna.get(reverse("run_errors", args=[run.pk])).getvalue()
    begun = as_anna.get(reverse("imports")).content.decode()
    assert ("1 uncertain" in begun, "refused" in begun) == (True, False)
