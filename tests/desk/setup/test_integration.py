"""Switching visitor tracking and chat off for all portals, and on again (F131-F134, D16)."""

import pytest
from django.core.exceptions import PermissionDenied

from foyer.edge.guard import PortalBook
from foyer.events.dispatch import react_to_pending
from foyer.portals.actions import activate_integration, deactivate_integration
from foyer.portals.models import EmbedCode, Portal
from foyer.portals.queries import integration_on
from foyer.project.portal_book import refill
from foyer.visits.models import Visit
from tests.crm.people import browser, lead
from tests.desk.house import visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def vera(shop):
    actor = browser(shop)
    visit(shop, actor)
    return lead(from_actor=actor, emails=["vera@lang.example"], portal=shop, source="chat")


def found(shop) -> bool:
    book = PortalBook()
    refill(book)
    return book.find(EmbedCode.objects.get(portal=shop).key) is not None


def test_the_page_says_before_the_click_what_goes_and_what_stays(as_anna, shop):
    """F131, D16."""
    page = as_anna.get(f"/setup/portals/{shop.pk}/").content.decode()
    assert "Deactivate for all portals" in page
    assert "The Visits tab and all data stay" in page


def test_tracking_stops_and_goes_on(as_anna, shop, other_shop):
    """F131."""
    as_anna.post("/setup/portals/integration/", {"on": "no"})
    assert not integration_on()
    assert not found(shop)
    assert not found(other_shop)
    as_anna.post("/setup/portals/integration/", {"on": "yes"})
    assert found(shop)


def test_summary_and_list_of_visits_are_gone_and_come_back(as_anna, anna, vera):
    """F132."""
    before = as_anna.get(f"/leads/{vera.pk}/").context["record"]
    deactivate_integration(anna)
    off = as_anna.get(f"/leads/{vera.pk}/").context["record"]
    assert (off.behaviour, off.around.visits) == (None, None)
    activate_integration(anna)
    after = as_anna.get(f"/leads/{vera.pk}/").context["record"]
    assert after.behaviour == before.behaviour
    assert len(after.around.visits.rows) == 1


def test_the_visits_tab_and_all_data_stay(as_anna, anna, vera):
    """F134."""
    react_to_pending()
    deactivate_integration(anna)
    page = as_anna.get("/visits/")
    assert "Tracking is off for all portals" in page.content.decode()
    assert [row.id for row in page.context["list"].rows] == [Visit.objects.get().pk]


def test_each_portal_keeps_its_own_switch(as_anna, anna, shop):
    """D16."""
    Portal.objects.filter(pk=shop.pk).update(is_enabled=False)
    deactivate_integration(anna)
    activate_integration(anna)
    assert not Portal.objects.get(pk=shop.pk).is_enabled


def test_the_page_of_a_portal_says_since_when(as_anna, anna, shop):
    deactivate_integration(anna)
    page = as_anna.get(f"/setup/portals/{shop.pk}/").content.decode()
    assert "Visitor tracking and chat are off for all portals" in page
    assert "Activate again" in page


def test_boris_may_not(as_boris, boris, shop):
    assert as_boris.post("/setup/portals/integration/", {"on": "no"}).status_code == 403
    with pytest.raises(PermissionDenied):
        deactivate_integration(boris)
    assert integration_on()


def test_asking_costs_no_query(anna, shop, django_assert_num_queries):
    integration_on()
    with django_assert_num_queries(0):
        assert integration_on()
