"""A visitor sends a form: stored once, recognised, and nothing of what is known is shown or changed."""

import pytest

from foyer.channels.forms.actions import change_form, set_fields, switch_form
from foyer.channels.forms.models import Submission
from foyer.channels.forms.submitting import mark_as_spam, take_out_of_spam
from foyer.crm.actions import create_person
from foyer.crm.models import Contact, CustomField, Lead
from foyer.identity.actions import browser_actor
from foyer.identity.models import Claim, Level
from foyer.identity.queries import actors_of
from foyer.portals.actions import disable_portal
from tests.desk.house import visit

BROWSER = "browser-of-vera-0123456789"


def test_a_sent_form_is_stored_and_becomes_a_lead(vera, shop) -> None:
    response = vera.send()
    lead = Lead.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"{vera.address}thanks/")
    assert (lead.name, lead.source, lead.portal, lead.description) == ("Vera Lang", "web_form", shop, "A bench?")
    assert Submission.objects.get().record_actor_id == lead.actor_id


def test_a_typed_address_is_a_claim_of_the_lowest_level(vera) -> None:
    vera.send()
    claims = Claim.objects.filter(identifier__value="vera@canary.example")
    assert {claim.level for claim in claims} == {Level.TYPED}
    assert "web_form" in {claim.way for claim in claims}


def test_the_address_of_somebody_known_shows_and_changes_nothing(vera, anna, shop) -> None:
    known = create_person(
        "contact", first_name="Vera", last_name="Original", emails=["vera@canary.example"], by=anna, level=Level.PROVEN
    )
    before = Contact.objects.filter(pk=known.pk).values().get()
    answer = vera.send(f_last_name="Stranger").content + vera.client.get(f"{vera.address}thanks/").content
    assert Contact.objects.filter(pk=known.pk).values().get() == before
    assert (Lead.objects.count(), b"Original" in answer) == (0, False)
    assert Submission.objects.get().record_actor_id == known.actor_id
    assert Submission.objects.get().actor_id in actors_of(known.actor_id)


def test_known_and_unknown_addresses_get_the_same_answer(vera, anna) -> None:
    create_person("contact", last_name="Known", emails=["known@canary.example"], by=anna)
    answers = [vera.send(f_emails=f"{name}@canary.example") for name in ("known", "other")]
    assert len({(answer.status_code, answer["Location"], answer.content) for answer in answers}) == 1


def test_two_clicks_send_once(vera) -> None:
    data = {"token": vera.token()}
    vera.later()
    data |= {"f_last_name": "Lang", "f_emails": "vera@canary.example"}
    assert [vera.post(data).status_code for _click in range(3)] == [303, 303, 303]
    assert (Submission.objects.count(), Lead.objects.count()) == (1, 1)


def test_the_same_words_minutes_later_are_the_same_submission_and_other_words_are_not(vera) -> None:
    for text in ("A bench?", "A bench?", "Or a table?"):
        vera.send(f_description=text)
    assert Submission.objects.count() == 2


def test_a_form_joins_the_visits_of_its_browser(vera, shop) -> None:
    actor = browser_actor(shop.pk, BROWSER)
    visit(shop, actor, utm={"source": "google", "campaign": "terrace"}, click_id_kind="gclid", click_id="c-1")
    vera.send(visitor=BROWSER, page="https://shop.example/contact?utm_source=google")
    assert actor.pk in actors_of(Lead.objects.get().actor_id)
    assert Submission.objects.get().page_url == "https://shop.example/contact?utm_source=google"


@pytest.mark.parametrize(
    ("wait", "more", "reason"),
    [
        (0, {}, "too_fast"),
        (20, {"website_2": "https://spam.example"}, "trap"),
        (20, {"f_description": "https://a.example " * 4}, "links"),
    ],
)
def test_what_programs_send_goes_to_spam_and_is_thanked_for_alike(vera, wait, more, reason) -> None:
    response = vera.send(wait, **more)
    found = Submission.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"{vera.address}thanks/")
    assert (found.state, found.spam_reason, Lead.objects.count(), Claim.objects.count()) == ("spam", reason, 0, 0)


def test_no_spam_after_all_becomes_a_lead(vera, anna) -> None:
    vera.send(0)
    take_out_of_spam(Submission.objects.get(), anna)
    vera.later()
    vera.post({})
    assert (Lead.objects.get().last_name, Submission.objects.get().state) == ("Lang", "received")


def test_a_lead_stays_when_its_submission_goes_to_spam(vera, anna) -> None:
    vera.send()
    mark_as_spam(Submission.objects.get(), anna)
    assert (Lead.objects.count(), Submission.objects.get().state) == (1, "spam")


def test_consent_is_kept_word_for_word_with_its_time(vera, anna) -> None:
    change_form(vera.form, anna, consent="You may answer me.")
    assert vera.send().status_code == 422
    assert vera.send(consent="yes").status_code == 303
    change_form(vera.form, anna, consent="Other words.")
    found = Submission.objects.get()
    assert (found.consent, found.consented_at) == ("You may answer me.", found.at)


def test_values_are_read_as_fields_read_them(vera, anna) -> None:
    CustomField.objects.create(module="lead", key="c_seats", label="Seats", kind="number")
    rows = [{"key": "last_name"}, {"key": "c_seats"}, {"key": "employees"}, {"key": "salutation"}, {"key": "country"}]
    set_fields(vera.form, anna, rows)
    assert vera.send(f_c_seats="many").status_code == 422
    vera.send(f_c_seats="8", f_employees="12", f_salutation="ms", f_country="de")
    lead = Lead.objects.get()
    assert (lead.custom, lead.employees, lead.salutation, lead.country) == ({"c_seats": 8}, 12, "ms", "DE")


def test_what_was_typed_stays_when_something_is_wrong(vera) -> None:
    response = vera.send(f_emails="nobody", f_description="<b>Bench</b>")
    page = response.content.decode()
    assert (response.status_code, Submission.objects.count()) == (422, 0)
    assert "&lt;b&gt;Bench&lt;/b&gt;" in page
    assert 'aria-invalid="true" aria-describedby="f_emails-wrong"' in page


def test_fields_that_the_form_does_not_have_are_not_looked_at(vera) -> None:
    vera.send(f_status="qualified", f_owner="1", status="qualified", owner="1", f_company="Evil", source="call")
    lead = Lead.objects.get()
    assert (lead.status, lead.owner, lead.company, lead.source) == ("new", None, "", "web_form")


def test_a_form_that_is_off_or_whose_portal_is_off_is_not_there(vera, anna, shop) -> None:
    switch_form(vera.form, anna, False)
    assert vera.client.get(vera.address).status_code == 404
    switch_form(vera.form, anna, True)
    disable_portal(shop, anna)
    assert vera.post({}).status_code == 404
