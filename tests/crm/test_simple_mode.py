"""The simple CRM, without leads (F206, F221-F225, D11, D12)."""

import pytest

from foyer.crm.actions import create_person
from foyer.crm.actions.deciding import change_crm_settings
from foyer.crm.actions.simple import open_deal_for
from foyer.crm.models import Account, Contact, Deal, Lead, Pipeline, Stage
from foyer.crm.reactions import convert_new_lead
from foyer.events.models import Event
from tests.crm.people import browser, deal


@pytest.fixture
def simple(anna):
    return change_crm_settings(anna, mode="simple", makes="contact", pipeline=None)


def comes(**facts):
    made = create_person("lead", first_name="Vera", last_name="Lang", source="chat", **facts)
    event = Event.objects.filter(kind="LeadCreated", subject_id=made.pk).get()
    convert_new_lead(event)
    convert_new_lead(event)
    return made


def test_a_new_customer_becomes_a_contact_with_a_deal(simple):
    comes(company="Lang GmbH")
    made = Deal.objects.get()
    assert (made.contact.name, made.account.name, made.state) == ("Vera Lang", "Lang GmbH", "open")
    assert Lead.objects.get().gone == "converted"


def test_or_a_company_with_a_deal(anna, simple):
    change_crm_settings(anna, mode="simple", makes="account", pipeline=None)
    comes()
    assert (Deal.objects.get().account.name, Contact.objects.count()) == ("Vera Lang", 0)


def test_in_the_classic_mode_a_lead_stays_a_lead(anna):
    comes()
    assert (Lead.objects.get().gone, Deal.objects.count()) == ("", 0)


def test_deals_go_to_the_chosen_pipeline(anna, simple):
    trade = Pipeline.objects.create(name="Trade")
    Stage.objects.create(pipeline=trade, name="First")
    change_crm_settings(anna, mode="simple", makes="contact", pipeline=trade)
    comes()
    assert Deal.objects.get().stage.pipeline == trade


def test_a_company_is_there_once(simple):
    comes(company="Lang GmbH")
    comes(company="LANG gmbh")
    assert (Account.objects.count(), Deal.objects.count()) == (1, 2)


def test_a_known_customer_gets_a_deal_when_none_is_open(simple, shop):
    seen = browser(shop)
    create_person("contact", last_name="Noll", from_actor=seen)
    assert open_deal_for(seen.pk) is not None
    assert open_deal_for(seen.pk) is None
    assert Deal.objects.get().contact.last_name == "Noll"


def test_a_known_customer_whose_deal_is_won_gets_a_new_one(simple, shop):
    seen = browser(shop)
    deal(create_person("contact", last_name="Noll", from_actor=seen), "won")
    assert open_deal_for(seen.pk).state == "open"


def test_strangers_and_the_classic_mode_get_no_deal(anna, simple, shop):
    assert open_deal_for(browser(shop).pk) is None
    change_crm_settings(anna, mode="classic", makes="contact", pipeline=None)
    create_person("contact", last_name="Noll", from_actor=browser(shop))
    assert open_deal_for(browser(shop).pk) is None
