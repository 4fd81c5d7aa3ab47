"""A customer number that the website signed: on the record, beside the chat, by Ctrl K and in the API (E39)."""

import pytest

from foyer.crm.actions import claim_of_visitor
from foyer.crm.search.follow import catch_up
from foyer.identity.actions import browser_actor
from foyer.identity.customers import customer_value
from foyer.identity.models import Identifier, Level
from foyer.team.models import AccessProfile
from tests.crm.people import found_records, lead
from tests.desk.chats import browser, chat

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(shop):
    return chat(browser(shop), name="Vera Lang")


@pytest.fixture
def vera(talk, shop, boris):
    """Vera's lead; she has logged in."""
    made = lead("Vera Lang", from_actor=talk.actor, owner=boris, emails=["vera@lang.example"])
    value = customer_value(shop.pk, "K-4711 <b>")
    claim_of_visitor(talk.actor, "customer", value, event_ref="s", level=Level.PROVEN, way="signed")
    return made


def test_the_record_says_it_and_offers_neither_mail_nor_call(as_boris, vera):
    page = as_boris.get(f"/leads/{vera.pk}/").content.decode()
    assert "Customer number K-4711 &lt;b&gt;" in page
    assert "tel:K-4711" not in page
    assert f"{vera.portal_id}:K-4711" not in page


def test_the_feed_tells_when_it_was_new(as_boris, vera):
    assert "Customer number K-4711 &lt;b&gt; is known now" in as_boris.get(f"/leads/{vera.pk}/").content.decode()


def test_the_pane_beside_the_chat_says_it(as_boris, talk, vera):
    shown = as_boris.get(f"/inbox/{talk.pk}/side/").content.decode()
    assert "<dt>Customer number</dt>" in shown
    assert "Customer number K-4711 &lt;b&gt;: " in shown
    assert "Verified" in shown


def test_who_sees_neither_addresses_nor_numbers_does_not_see_it(as_boris, boris, vera):
    hidden = {"lead": {"emails": "hidden", "phones": "hidden"}}
    boris.access_profile = AccessProfile.objects.create(name="P", modules={}, fields=hidden)
    boris.save()
    assert "K-4711" not in as_boris.get(f"/leads/{vera.pk}/").content.decode()


def test_it_is_found_by_it(anna, vera):
    while catch_up():
        pass
    assert [hit.title for hit in found_records(anna, "k-4711")] == ["Vera Lang"]


def test_taken_off_it_is_gone_and_cannot_be_made_primary_by_a_menu(as_boris, vera):
    known = Identifier.objects.get(kind="customer")
    assert "K-4711 &lt;b&gt;" in as_boris.get(f"/leads/{vera.pk}/identifiers/{known.pk}/").content.decode()
    as_boris.post(f"/leads/{vera.pk}/identifiers/{known.pk}/")
    assert "Customer number" not in as_boris.get(f"/leads/{vera.pk}/").content.decode().split("f-known")[1][:2000]


def test_nobody_adds_one_by_hand(as_boris, vera):
    """It proves something only because the website signed it."""
    as_boris.post(f"/leads/{vera.pk}/identifiers/", {"value": f"{vera.portal_id}:9"})
    assert Identifier.objects.filter(kind="customer").count() == 1


def test_another_browser_of_the_same_customer_is_the_same_lead(shop, vera):
    other = browser_actor(shop.pk, "other-browser-0123456789")
    value = customer_value(shop.pk, "K-4711 <b>")
    claim_of_visitor(other, "customer", value, event_ref="s", level=Level.PROVEN, way="signed")
    other.refresh_from_db()
    vera.actor.refresh_from_db()
    assert other.profile_id == vera.actor.profile_id
