"""The dialog that converts a lead (F205, F238)."""

import pytest
from django.urls import reverse

from foyer.crm.actions import Wanted, convert_lead, create_record
from foyer.crm.models import Account, Contact, Deal, Lead, Pipeline, Stage
from foyer.desk.converting.forms import ConversionForm
from foyer.team.models import AccessProfile

HTMX = {"HX-Request": "true"}


@pytest.fixture
def vera(anna, shop):
    values = {"first_name": "Vera", "last_name": "Lang", "company": "Lang GmbH", "emails": ["vera@lang.example"]}
    return create_record("lead", anna, {**values, "website": "https://lang.example"})


def address(lead, part=""):
    return reverse("convert" + part, args=[lead.pk])


ANSWERS = {"contact": "new", "account": "new", "new_deal": "on", "deal_name": "Benches", "amount": "900"}


def test_the_dialog_shows_what_will_be_made(as_boris, vera):
    page = as_boris.get(address(vera), headers=HTMX).content.decode()
    assert page.startswith("<dialog")
    for text in ("New contact: Vera Lang", "New account: Lang GmbH", "Create a deal", "Sales pipeline"):
        assert text in page


def test_without_scripts_it_is_a_page(as_boris, vera):
    assert "<main" in as_boris.get(address(vera)).content.decode()


def test_converting_leads_to_the_contact_with_undo(as_boris, vera):
    answer = as_boris.post(address(vera), ANSWERS, follow=True)
    assert answer.redirect_chain[0][0] == reverse("contact", args=[Contact.objects.get().pk])
    assert address(vera, "_undoing") in answer.content.decode()
    assert (Deal.objects.get().name, Deal.objects.get().amount, Account.objects.get().name) == (
        "Benches",
        900,
        "Lang GmbH",
    )


def test_undo_leads_back_to_the_lead(as_boris, vera):
    as_boris.post(address(vera), ANSWERS)
    answer = as_boris.post(address(vera, "_undoing"), follow=True)
    assert answer.redirect_chain[0][0] == reverse("lead", args=[vera.pk])
    assert Lead.objects.get().gone == ""


def test_the_feed_of_the_contact_says_it_and_offers_undo(as_boris, vera):
    as_boris.post(address(vera), ANSWERS)
    feed = as_boris.get(reverse("feed", args=["contact", Contact.objects.get().pk])).content.decode()
    assert "was converted by Boris Brandt" in feed
    assert address(vera, "_undoing") in feed


def test_clicking_twice_leads_to_the_same_contact(as_boris, vera):
    first, second = (as_boris.post(address(vera), ANSWERS)["Location"] for _click in range(2))
    assert (first, Contact.objects.count()) == (second, 1)


def test_who_shows_the_same_address_is_chosen_from_the_start(as_boris, anna, vera):
    known = create_record("contact", anna, {"last_name": "Lang", "emails": ["vera@lang.example"]})
    page = as_boris.get(address(vera), headers=HTMX).content.decode()
    assert f'name="contact" value="{known.pk}" checked' in page
    assert "known as one person" in page


def test_another_account_is_found_by_its_name_and_can_be_chosen(as_boris, anna, vera):
    house = create_record("account", anna, {"name": "Nordisk", "city": "Malmö"})
    assert "Nordisk · Malmö" in as_boris.get(address(vera), {"q": "nord"}).content.decode()
    as_boris.post(address(vera), {"contact": "new", "account": str(house.pk), "q": "nord"})
    assert Contact.objects.get().account == house


def hide(user, **fields):
    hidden = {module: dict.fromkeys(keys.split(), "hidden") for module, keys in fields.items()}
    user.access_profile = AccessProfile.objects.create(fields=hidden)
    user.save()


def test_the_dialog_tells_no_hidden_company(as_boris, boris, anna, vera):
    """T7: neither as the new account, nor by accounts called alike, nor as the name of the lead or of the deal."""
    create_record("account", anna, {"name": "Lang GmbH"})
    nobody = create_record("lead", anna, {"company": "Lang GmbH"})
    for lead in (vera, nobody):
        assert "Lang GmbH" in as_boris.get(address(lead)).content.decode()
    hide(boris, lead="company")
    for lead in (vera, nobody):
        for part in ("", "_rest"):
            assert "Lang GmbH" not in as_boris.get(address(lead, part)).content.decode()


def test_nothing_is_called_by_a_hidden_company_or_address(as_boris, boris, anna, vera):
    """T7: an account shows its name, and so does a deal."""
    hide(boris, lead="company emails")
    as_boris.post(address(vera), {"contact": "new", "account": "", "new_deal": "on", "deal_name": ""})
    assert Deal.objects.get().name == "Vera Lang"
    nobody = create_record("lead", anna, {"company": "Lang GmbH", "emails": ["info@lang.example"]})
    made = convert_lead(nobody, boris, Wanted(new_account=True, new_deal=True))
    assert (made.account.name, made.deal.name) == ("No name", "No name")
    assert Lead.objects.get(pk=nobody.pk).company == "Lang GmbH"


def test_options_tell_what_the_user_sees_of_them(as_boris, boris, anna, vera):
    """T7: company and city of what is offered, and the account of a chosen contact."""
    account = create_record("account", anna, {"name": "Seeblick", "city": "Lindau"})
    person = create_record("contact", anna, {"first_name": "Vera", "last_name": "Lang", "account": account.pk})
    found = {"q": "seeb", "contact": person.pk}
    page = as_boris.get(address(vera), found).content.decode()
    assert ("Vera Lang · Seeblick" in page, "Seeblick · Lindau" in page, "of the contact" in page) == (True,) * 3
    hide(boris, contact="account", account="city")
    page = as_boris.get(address(vera), found).content.decode()
    assert ("Vera Lang · Seeblick" in page, "Lindau" in page, "of the contact" in page) == (False,) * 3


def test_the_account_of_a_contact_that_is_not_seen_is_not_told(as_boris, boris, anna, vera):
    """T7."""
    account = create_record("account", anna, {"name": "Seeblick"})
    person = create_record("contact", anna, {"last_name": "Kern", "account": account.pk})
    told = [option.text for option in ConversionForm(vera, boris, {"contact": str(person.pk)}).accounts]
    boris.access_profile = AccessProfile.objects.create(modules={"contact": {"verbs": ["view"], "scope": "own"}})
    vars(boris).pop("_rights", None)
    kept = [option.text for option in ConversionForm(vera, boris, {"contact": str(person.pk)}).accounts]
    assert ("Seeblick" in told, "Seeblick" in kept) == (True, False)


def test_what_has_no_place_is_listed(as_boris, vera):
    with_account = as_boris.get(address(vera, "_rest"), ANSWERS).content.decode()
    without = as_boris.get(address(vera, "_rest"), {"contact": "new", "account": ""}).content.decode()
    assert "Website" not in with_account
    assert "Website" in without


def test_a_deal_begins_in_the_chosen_stage(as_boris, vera):
    trade = Stage.objects.create(pipeline=Pipeline.objects.create(name="Trade"), name="Asked")
    as_boris.post(address(vera), ANSWERS | {"stage": str(trade.pk)})
    assert Deal.objects.get().stage == trade


@pytest.mark.parametrize(
    "answers", [{"contact": "999"}, {"amount": "lots"}, {"contact": "", "account": "", "new_deal": ""}]
)
def test_what_cannot_be_stays_open_with_what_was_answered(as_boris, vera, answers):
    page = as_boris.post(address(vera), ANSWERS | answers)
    assert (page.status_code, Lead.objects.get().gone) == (200, "")


def test_who_may_not_make_deals_is_not_asked_for_one(as_boris, boris, vera):
    boris.access_profile = AccessProfile.objects.create(modules={"deal": {"verbs": ["view"]}})
    boris.save()
    assert "Create a deal" not in as_boris.get(address(vera)).content.decode()
    as_boris.post(address(vera), ANSWERS)
    assert (Contact.objects.count(), Deal.objects.count()) == (1, 0)


def test_who_may_not_edit_leads_neither_converts_nor_undoes(as_boris, as_anna, boris, vera):
    boris.access_profile = AccessProfile.objects.create(modules={"lead": {"verbs": ["view"]}})
    boris.save()
    assert as_boris.post(address(vera), ANSWERS).status_code == 403
    as_anna.post(address(vera), ANSWERS)
    assert as_boris.post(address(vera, "_undoing")).status_code == 403


def test_a_lead_that_is_not_seen_is_not_there(as_boris, boris, vera):
    boris.access_profile = AccessProfile.objects.create(modules={"lead": {"scope": "own"}})
    boris.save()
    answers = [as_boris.get(address(vera)), as_boris.post(address(vera)), as_boris.get(address(vera, "_rest"))]
    assert {answer.status_code for answer in [*answers, as_boris.post(address(vera, "_undoing"))]} == {404}


def test_the_dialog_costs_a_fixed_number_of_queries(as_boris, anna, vera, django_assert_max_num_queries):
    for number in range(6):
        create_record("contact", anna, {"first_name": "Vera", "last_name": f"Lang{number}"})
        create_record("account", anna, {"name": f"Lang GmbH {number}"})
    with django_assert_max_num_queries(45):
        as_boris.get(address(vera), headers=HTMX)
