"""Visits, and the addresses in them, are kept for as long as the portal says (B11, B20)."""

import datetime as dt

import pytest

from foyer.conversations.actions import start_conversation
from foyer.conversations.blocking import block_visitor, is_blocked, unblock_visitor
from foyer.conversations.models import Block
from foyer.events.models import Event
from foyer.identity.actions import browser_actor
from foyer.identity.models import Actor, Profile
from foyer.lib import clock
from foyer.portals.actions import change_portal
from foyer.privacy import retention
from foyer.privacy.retention import forget_batch, forget_old
from foyer.visits.models import Action, Visit
from tests.crm.people import browser, lead
from tests.desk.chats import chat
from tests.desk.house import visit

pytestmark = pytest.mark.django_db
DAY = 24 * 60
MOST_QUERIES = 47  # a batch, however large: a few for each table that may point at a browser


def old(shop, actor, days: int) -> Visit:
    return visit(shop, actor, minutes_ago=days * DAY, is_open=False)


def forgotten(shop, anna, **limits) -> int:
    change_portal(shop, anna, **limits)
    return forget_batch(clock.now())


def test_visits_of_unknown_visitors_go_after_their_days(anna, shop):
    kept, gone = browser(shop, 1), browser(shop, 2)
    young = old(shop, kept, 29)
    old(shop, gone, 31)
    assert forgotten(shop, anna, anonymous_days="30") == 1
    assert [row.pk for row in Visit.objects.all()] == [young.pk]
    assert set(Action.objects.values_list("visit", flat=True)) == {young.pk}


def test_what_is_known_of_a_lead_stays(anna, shop):
    vera = browser(shop)
    stay = old(shop, vera, 400)
    lead(from_actor=vera, emails=["vera@lang.example"], portal=shop, source="chat")
    assert forgotten(shop, anna, anonymous_days=30) == 0
    assert Visit.objects.filter(pk=stay.pk).exists()


def test_all_visits_go_after_theirs(anna, shop):
    vera = browser(shop)
    old(shop, vera, 400)
    lead(from_actor=vera, emails=["vera@lang.example"], portal=shop, source="chat")
    assert forgotten(shop, anna, visit_days=365) == 1
    assert not Visit.objects.exists()


def test_addresses_go_and_visits_stay(anna, shop):
    young, aged = old(shop, browser(shop, 1), 6), old(shop, browser(shop, 2), 8)
    assert forgotten(shop, anna, address_days=7) == 1
    assert dict(Visit.objects.values_list("pk", "ip")) == {young.pk: "203.0.113.7", aged.pk: ""}


def test_a_visit_that_goes_on_stays(anna, shop):
    visit(shop, browser(shop), minutes_ago=31 * DAY, is_open=True)
    assert forgotten(shop, anna, anonymous_days=30, visit_days=30) == 0


def test_other_portals_keep_theirs(anna, shop, other_shop):
    old(other_shop, browser(other_shop), 900)
    assert forgotten(shop, anna, visit_days=1) == 0


def test_nothing_is_left_of_a_browser_without_visits(anna, shop):
    vera = browser(shop)
    old(shop, vera, 31)
    forgotten(shop, anna, anonymous_days=30)
    assert not Actor.objects.filter(pk=vera.pk).exists()
    assert not Profile.objects.filter(pk=vera.profile_id).exists()
    assert not Event.objects.filter(actor=vera.pk).exists()
    assert Event.objects.get(kind="VisitsForgotten").data == {"count": 1}


def test_who_has_chatted_stays_without_the_visit(anna, shop):
    vera = browser_actor(shop.pk, "browser-of-vera-0123456789")
    old(shop, vera, 31)
    start_conversation(
        portal_id=shop.pk, actor_id=vera.pk, visitor_name="Vera", text="Hello", client_id="c", page_url="",
        page_title="", language="en",
    )  # fmt: skip
    forgotten(shop, anna, anonymous_days=30)
    assert Actor.objects.filter(pk=vera.pk).exists()


def test_it_goes_in_batches_of_a_fixed_number_of_queries(anna, shop, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(retention, "BATCH", 2)
    change_portal(shop, anna, anonymous_days=30)
    for number in range(3):
        old(shop, browser(shop, number), 40)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert forget_batch(clock.now()) == 2
    assert forget_batch(clock.now()) == 1


def test_without_limits_there_is_no_job(anna, shop, django_assert_num_queries):
    with django_assert_num_queries(2):
        forget_old()


def test_the_job_works_until_nothing_is_left(anna, shop, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 1)
    change_portal(shop, anna, anonymous_days=30)
    for number in range(3):
        old(shop, browser(shop, number), 40)
    retention.go_on_forgetting.call()
    assert not Visit.objects.exists()


def test_the_address_of_a_block_goes_after_its_day_and_the_block_stays(shop, anna):
    """E13, B20: others may have the address tomorrow."""
    made = block_visitor(chat(browser(shop)).pk, anna, "spam", "203.0.113.9")
    forget_old()
    assert Block.objects.get().address == "203.0.113.9"
    Block.objects.update(at=clock.now() - dt.timedelta(hours=25))
    forget_old()
    made.refresh_from_db()
    assert (made.address, made.gone_at, is_blocked(made.actor_id, "")) == ("", None, True)


def test_the_address_of_a_block_that_was_taken_off_goes_at_once(shop, anna):
    talk = chat(browser(shop))
    block_visitor(talk.pk, anna, "spam", "203.0.113.9")
    unblock_visitor(talk.pk, anna)
    forget_old()
    assert Block.objects.get().address == ""


def test_a_blocked_browser_is_not_forgotten(shop, anna):
    vera = browser(shop)
    old(shop, vera, 31)
    Block.objects.create(actor=vera, by=anna)
    assert forgotten(shop, anna, anonymous_days=30) == 1
    assert is_blocked(vera.pk, "")
