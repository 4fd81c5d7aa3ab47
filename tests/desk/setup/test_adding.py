"""Portals that are there are taken up by who did not make them (F9-F11)."""

import pytest
from django.core.exceptions import PermissionDenied

from foyer.portals.actions import associate_portal, disable_portal
from foyer.portals.models import Portal
from foyer.team.models import Role, User
from tests.desk.house import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def berta(shop):
    return User.objects.create_user("berta@foyer.test", name="Berta Busch", role=Role.ADMINISTRATOR)


def test_who_belongs_to_no_portal_picks_one(berta, shop):
    """F9."""
    client = signed_in(berta)
    page = client.get("/setup/portals/", follow=True)
    assert page.redirect_chain[-1][0] == "/setup/portals/adding/"
    assert [portal.name for portal in page.context["available"]] == ["Demo shop"]
    added = client.post("/setup/portals/adding/", {"portal": shop.pk})
    assert added.headers["Location"] == f"/setup/portals/{shop.pk}/"
    assert berta in Portal.objects.get(pk=shop.pk).users.all()


def test_more_portals_are_associated_and_switched_on(as_anna, anna, shop, other_shop):
    """F10."""
    disable_portal(other_shop, anna)
    page = as_anna.get(f"/setup/portals/{shop.pk}/")
    assert "Associate more portals" in page.content.decode()
    offered = as_anna.get("/setup/portals/adding/").context["available"]
    assert [portal.name for portal in offered] == ["Other shop"]
    as_anna.post("/setup/portals/adding/", {"portal": other_shop.pk})
    assert Portal.objects.get(pk=other_shop.pk).is_enabled


def test_a_new_one_can_be_created_from_there(as_anna, shop):
    """F11."""
    page = as_anna.get("/setup/portals/adding/").content.decode()
    assert "Create new portal" in page
    assert 'href="/setup/portals/new/"' in page


@pytest.mark.parametrize("wanted", ["999", "", "x", "9" * 30])
def test_a_portal_that_is_not_there_is_404(as_anna, shop, wanted):
    assert as_anna.post("/setup/portals/adding/", {"portal": wanted}).status_code == 404


def test_boris_may_not(as_boris, boris, other_shop):
    assert as_boris.post("/setup/portals/adding/", {"portal": other_shop.pk}).status_code == 403
    with pytest.raises(PermissionDenied):
        associate_portal(other_shop, boris)
    assert boris not in other_shop.users.all()
