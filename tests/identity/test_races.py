"""Two at the same moment: no join is lost, nothing is made twice (R9, R22)."""

import pytest

from foyer.crm.actions import create_person
from foyer.crm.models import Lead
from foyer.identity.actions import browser_actor, claim
from foyer.identity.models import Actor
from foyer.identity.queries import actors_of
from foyer.identity.verify import verify
from tests.team.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def show(actor, value):
    claim(actor, "email", value, event_ref="chat:1", level=1, way="chat_form")


def test_first_signs_of_life_at_once_make_one_browser(shop):
    found = at_once(lambda _n: browser_actor(shop.pk, "b" * 22).pk, range(16))
    assert len(set(found)) == 1
    assert Actor.objects.get().profile_id == found[0]


def test_claims_at_once_lose_no_join(shop):
    """A chain of addresses, shown all at the same moment, is one person in the end."""
    actors = [browser_actor(shop.pk, f"browser-{n:014d}") for n in range(12)]
    showings = [(actor, f"a{n + more}@x.example") for n, actor in enumerate(actors) for more in (0, 1)]
    at_once(lambda showing: show(*showing), showings)
    assert actors_of(actors[-1]) == [actor.pk for actor in actors]
    assert verify() == []


def test_first_chats_of_one_browser_at_once_make_one_lead(shop):
    """R9: 20 parallel first starts."""
    vera = browser_actor(shop.pk, "v" * 22)

    def start(number):
        show(vera, "vera@x.example")
        return create_person("lead", last_name="Lang", source="chat", from_actor=vera, event_ref=f"chat:{number}").pk

    assert len(set(at_once(start, range(20)))) == 1
    assert Lead.objects.count() == 1
