"""Customer numbers that websites sign: exact, of one portal, and never two of them one person (E39)."""

import pytest

from foyer.crm.actions import claim_of_visitor
from foyer.identity.actions import browser_actor, claim, take_off
from foyer.identity.customers import customer_value
from foyer.identity.explain import explain
from foyer.identity.models import Actor, Decision, Level
from foyer.identity.queries import identifiers_of
from foyer.identity.verify import verify
from tests.crm.people import lead
from tests.team.people import open_shop

pytestmark = pytest.mark.django_db


def logs_in(shop, browser, number, ref="s"):
    actor = browser_actor(shop.pk, f"{browser}-browser-0123456789")
    claim(actor, "customer", customer_value(shop.pk, number), event_ref=ref, level=Level.PROVEN, way="signed")
    return Actor.objects.get(pk=actor.pk)


def test_two_browsers_of_one_customer_are_one_person(shop):
    laptop, phone = logs_in(shop, "laptop", "4711"), logs_in(shop, "phone", "4711")
    assert laptop.profile_id == phone.profile_id
    known = identifiers_of(phone)
    assert [(one.kind, one.value, one.portal_id, one.level) for one in known] == [("customer", "4711", shop.pk, 4)]


@pytest.mark.parametrize("other", ["04711", "4711a", "471", "\uff14\uff17\uff11\uff11", "4711.0"])
def test_numbers_are_compared_letter_for_letter(shop, other):
    assert logs_in(shop, "laptop", "4711").profile_id != logs_in(shop, "phone", other).profile_id


def test_case_matters(shop):
    assert logs_in(shop, "laptop", "Ab").profile_id != logs_in(shop, "phone", "aB").profile_id


def test_the_same_number_of_another_portal_is_somebody_else(anna, shop):
    other = open_shop(anna, "Other shop")
    assert logs_in(shop, "laptop", "4711").profile_id != logs_in(other, "phone", "4711").profile_id


def test_two_customers_with_one_address_are_two_people(shop):
    """The website says itself that they are two: a couple with one mailbox."""
    vera, kim = logs_in(shop, "vera", "1"), logs_in(shop, "kim", "2")
    for actor in (vera, kim):
        claim(actor, "email", "home@lang.example", event_ref="e", level=Level.PROVEN, way="signed")
    assert Actor.objects.get(pk=vera.pk).profile_id != Actor.objects.get(pk=kim.pk).profile_id
    assert not verify()


def test_refusals_and_joins_are_said_in_words(shop):
    logs_in(shop, "laptop", "4711")
    phone = logs_in(shop, "phone", "4711")
    logs_in(shop, "phone", "4712", ref="t")
    said = [one.sentence for one in explain(list(Decision.objects.order_by("pk")))]
    assert "share customer number 4711" in said[0]
    assert said[0].endswith("Rule: same customer number.")
    assert "different customer numbers of one website" in said[1]
    assert phone.profile_id


def test_taken_off_it_stays_off_and_the_other_browser_leaves(shop):
    laptop, phone = logs_in(shop, "laptop", "4711"), logs_in(shop, "phone", "4711")
    take_off(laptop.pk, identifiers_of(laptop)[0].id, None)
    assert logs_in(shop, "phone", "4711").profile_id != Actor.objects.get(pk=laptop.pk).profile_id
    assert not identifiers_of(phone)


def test_addresses_come_first_for_who_has_no_name(shop):
    actor = logs_in(shop, "laptop", "4711")
    claim(actor, "email", "vera@lang.example", event_ref="e", level=Level.TYPED, way="page")
    assert [one.kind for one in identifiers_of(actor)] == ["email", "customer"]


def test_the_record_tells_of_a_number_that_it_did_not_know(shop):
    vera = lead("Vera Lang", portal=shop, emails=["vera@lang.example"])
    browser = browser_actor(shop.pk, "laptop-browser-0123456789")
    facts = {"level": Level.PROVEN, "way": "signed"}
    claim_of_visitor(browser, "email", "vera@lang.example", event_ref="a", **facts)
    claim_of_visitor(browser, "customer", customer_value(shop.pk, "4711"), event_ref="b", **facts)
    assert [one.value for one in identifiers_of(vera.actor_id)] == ["vera@lang.example", "4711"]
