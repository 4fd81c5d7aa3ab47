"""Changing very many rows at once (P2)."""

import datetime as dt

import pytest

from foyer.identity.models import Actor
from foyer.lib.updating import update_many
from foyer.portals.models import Portal
from foyer.visits.models import Action, BotCount, CustomEvent, Visit

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 23, 12, 0, 1, 250_000, tzinfo=dt.UTC)


@pytest.fixture
def portal():
    return Portal.objects.create(name="Demo shop", site_url="https://shop.example")


@pytest.fixture
def visits(portal):
    actor = Actor.objects.create(kind=Actor.Kind.BROWSER, ref="1:abc", portal=portal)
    made = [
        Visit(portal=portal, actor=actor, number=number, started=NOON, ended=NOON, day=NOON.date())
        for number in (1, 2, 3)
    ]
    return Visit.objects.bulk_create(made)


def test_each_row_gets_its_own_values(visits):
    first, second, _ = visits
    later = NOON + dt.timedelta(minutes=2)
    update_many(Visit, ("ended", "pages", "first_url", "is_open"), [(first.pk, later, 2, "/a", False)])
    update_many(Visit, ("ended", "pages"), [(second.pk, later, 3)])
    rows = Visit.objects.order_by("number").values_list("ended", "pages", "first_url", "is_open")
    assert list(rows) == [(later, 2, "/a", False), (later, 3, "", True), (NOON, 0, "", True)]


def test_a_row_that_is_gone_stays_gone(visits):
    gone = visits[0].pk
    Visit.objects.filter(pk=gone).delete()
    update_many(Visit, ("pages",), [(gone, 7), (visits[1].pk, 8)])
    assert list(Visit.objects.order_by("pk").values_list("pages", flat=True)) == [8, 0]


def test_json_and_days_and_links_keep_their_kind(visits, portal):
    told = CustomEvent.objects.create(visit=visits[0], key="k", name="n")
    counted = BotCount.objects.create(portal=portal, day=NOON.date())
    update_many(CustomEvent, ("data", "visit"), [(told.pk, {"cart": ["ash", 2]}, visits[1].pk)])
    update_many(BotCount, ("day",), [(counted.pk, dt.date(2026, 1, 2))])
    told.refresh_from_db()
    assert (told.data, told.visit) == ({"cart": ["ash", 2]}, visits[1])
    assert BotCount.objects.get().day == dt.date(2026, 1, 2)


@pytest.mark.parametrize("many", [0, 1, 40])
def test_many_cost_one_statement(visits, many, django_assert_num_queries):
    with django_assert_num_queries(1 if many else 0):
        update_many(Visit, ("pages",), [(visits[0].pk, number) for number in range(many)])


def test_a_key_of_two_columns_is_a_tuple(visits):
    first, second, _ = visits
    Action.objects.bulk_create(Action(visit=visit, page_key=key) for visit in (first, second) for key in ("a", "b"))
    update_many(Action, ("seconds",), [((first.pk, "a"), 3), ((second.pk, "b"), 5), ((second.pk, "c"), 7)])
    rows = Action.objects.order_by("visit", "page_key").values_list("page_key", "seconds")
    assert list(rows) == [("a", 3), ("b", 0), ("a", 0), ("b", 5)]
