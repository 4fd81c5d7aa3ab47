"""Visits in any number (`foyer simulate`) keep the rules that live ones keep."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from foyer.conversations.models import Conversation
from foyer.crm.models import Lead
from foyer.demo.crowd import AlreadyMade, Crowd, simulate
from foyer.demo.house import House, furnish
from foyer.events.models import Event
from foyer.identity.models import Actor
from foyer.identity.verify import verify
from foyer.lib import clock
from foyer.portals.models import Portal
from foyer.team.actions import create_organisation
from foyer.team.queries import time_zone
from foyer.visits.models import Action, BotCount, Visit

VISITS = 600


@pytest.fixture
def house(db):
    return furnish("http://127.0.0.1:8000", "a quiet garden bench")


def crowd(house: House, visits: int = VISITS, seed: int = 1, days: int = 30):
    return simulate(house, Crowd(visits, days, seed, clock.now(), time_zone()))


def test_visits_come_with_chats_leads_and_bots(house):
    made = crowd(house)

    assert Visit.objects.count() == made.visits > VISITS * 0.95
    assert Conversation.objects.count() == made.chats > 3
    assert Lead.objects.count() == made.leads
    assert BotCount.objects.filter(hits__gt=0).exists()
    assert not Event.objects.filter(kind__in=["VisitStarted", "LeadCreated", "ActorsJoined"], reacted_at=None).exists()
    assert not verify()


def test_people_return_from_many_countries_by_several_ways(house):
    crowd(house)

    assert Visit.objects.filter(number__gt=1).count() > VISITS / 10
    assert len(set(Visit.objects.values_list("country", flat=True))) > 5
    assert {"direct", "search", "campaign", "social"} <= set(Visit.objects.values_list("medium", flat=True))
    assert len(set(Visit.objects.values_list("device", flat=True))) > 1


def test_nothing_lies_in_the_future_or_before_the_first_day(house):
    crowd(house, days=10)
    now = clock.now()

    assert not Visit.objects.filter(ended__gt=now + dt.timedelta(seconds=2)).exists()
    assert not Visit.objects.filter(started__lt=now - dt.timedelta(days=12)).exists()
    assert not Visit.objects.filter(ended__lt=F("started")).exists()


def test_a_visit_holds_what_its_pages_say(house):
    crowd(house, visits=200)

    visit = Visit.objects.order_by("-pages").first()
    pages = Action.objects.filter(visit=visit).exclude(type=Action.Type.CHAT)
    assert pages.count() == visit.pages
    assert sum(page.seconds for page in pages) == visit.seconds
    assert Actor.objects.get(pk=visit.actor_id).profile_id


def test_the_same_seed_makes_the_same_visits_and_only_once(house):
    crowd(house, visits=50)
    first = list(Visit.objects.order_by("pk").values_list("country", "device", "pages"))

    with pytest.raises(AlreadyMade):
        crowd(house, visits=50)
    crowd(House(house.anna, house.boris, Portal.objects.get(name="Trade shop")), visits=50)
    again = list(
        Visit.objects.filter(portal__name="Trade shop").order_by("pk").values_list("country", "device", "pages")
    )
    assert again == first


def test_an_installation_with_data_of_its_own_is_left_alone(db):
    with pytest.raises(CommandError, match="no portal"):
        call_command("simulate", visits=5)
    anna = create_organisation("Oak", "Europe/Berlin", "en", "EUR", "Anna", "anna@oak.example", "a quiet garden bench")
    Portal.objects.create(name="Shop", site_url="https://shop.example/", created_by=anna)
    with pytest.raises(CommandError, match="--really"):
        call_command("simulate", visits=5)
    assert not Visit.objects.exists()


def test_told_so_it_makes_visits_of_any_portal(db):
    anna = create_organisation("Oak", "Europe/Berlin", "en", "EUR", "Anna", "anna@oak.example", "a quiet garden bench")
    Portal.objects.create(name="Shop", site_url="https://shop.example/", created_by=anna)
    out = io.StringIO()

    call_command("simulate", visits=20, days=3, really=True, portal="Shop", stdout=out)

    assert "of Shop" in out.getvalue()
    assert Visit.objects.filter(first_url__startswith="https://shop.example/").count() == Visit.objects.count() > 15
