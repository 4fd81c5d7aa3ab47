"""Green dots follow who is on the website, on every page that shows people (D20, F110-F116)."""

import pytest

from foyer.crm.actions import create_record
from foyer.crm.actions.activities import create_activity
from foyer.identity.actions import browser_actor
from foyer.portals.models import Portal
from foyer.team.models import AccessProfile
from tests.crm.people import contact, lead
from tests.desk.chats import browser
from tests.desk.house import is_here, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def vera(shop):
    """A lead who is on the shop's website now."""
    found = lead("Vera Lindqvist", from_actor=browser(shop, 1))
    is_here(visit(shop, browser(shop, 1), minutes_ago=1))
    return found


def here(client, *records, more=""):
    return client.get(f"/live/people/?of={','.join(str(each.actor_id) for each in records)}{more}").json()["here"]


def test_who_is_here_is_told_of_those_that_were_asked_for(as_boris, vera):
    away = lead("Nina Petrova")
    assert here(as_boris, vera, away) == [vera.actor_id]
    assert here(as_boris, away) == []
    assert here(as_boris) == []


def test_nonsense_is_nobody(as_boris, vera):
    assert here(as_boris, vera, more=",-1,abc,99999999999999999999,²,") == [vera.actor_id]


def test_of_other_portals_nothing_is_told(as_boris, anna):
    """T7."""
    other = Portal.objects.create(name="Other shop", site_url="https://other.example", created_by=anna)
    actor = browser_actor(other.pk, "browser-of-the-other-one")
    somebody = lead("Somebody", from_actor=actor)
    is_here(visit(other, actor, minutes_ago=1))
    assert here(as_boris, somebody) == []


def test_whose_profile_hides_visits_sees_no_dots(as_boris, boris, vera):
    """F29."""
    boris.access_profile = AccessProfile.objects.create(name="No visits", modules={"visit": {"verbs": []}})
    boris.save()
    assert here(as_boris, vera) == []


def test_it_costs_the_same_for_few_and_for_many(as_boris, vera, django_assert_max_num_queries):
    many = [lead(f"Lead {number}") for number in range(20)]
    with django_assert_max_num_queries(6):
        here(as_boris, vera, *many)


def test_the_list_shows_a_dot_that_can_come_and_go(as_boris, vera):
    """F111, F116."""
    away = lead("Nina Petrova")
    page = as_boris.get("/leads/").content.decode()
    assert f'data-person="{vera.actor_id}" title="On the website now">' in page
    assert f'data-person="{away.actor_id}" title="On the website now" hidden>' in page
    assert "Select all online leads on this page" in page


def test_contacts_of_accounts_deals_and_activities_have_one(as_boris, boris):
    """F113-F115."""
    account = create_record("account", boris, {"name": "Lindqvist Landskap"})
    kim = create_record("contact", boris, {"last_name": "Noll", "account": account.pk})
    deal = create_record("deal", boris, {"name": "Benches", "contact": kim.pk})
    task = create_activity(boris, {"subject": "Call"}, kim)
    dot = f'data-person="{kim.actor_id}"'
    for path in (f"/accounts/{account.pk}/", f"/deals/{deal.pk}/", f"/activities/{task.pk}/"):
        assert dot in as_boris.get(path).content.decode(), path


def test_a_contact_here_by_another_browser_counts(as_boris, shop):
    kim = contact("Kim Noll", from_actor=browser(shop, 7))
    is_here(visit(shop, browser(shop, 7), minutes_ago=1))
    assert here(as_boris, kim) == [kim.actor_id]
