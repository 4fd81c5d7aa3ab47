"""A user makes one portal and sets it up, and may belong to those of others (F16)."""

import pytest

from foyer.portals.models import Portal
from tests.desk.setup.test_portal import save

pytestmark = pytest.mark.django_db
ANSWERS = {"step": "3", "name": "Boris’ shop", "site_url": "boris.example", "push_as": "lead", "assign_to": "attendee"}


@pytest.fixture
def own(as_boris, shop):
    as_boris.post("/setup/portals/new/", ANSWERS)
    return Portal.objects.get(name="Boris’ shop")


def test_boris_makes_one_and_sets_it_up(as_boris, own, boris):
    """F16."""
    assert own.created_by == boris
    assert as_boris.get("/setup/portals/", follow=True).redirect_chain[-1][0] == f"/setup/portals/{own.pk}/"
    save(as_boris, own, "push-as", push_as="contact")
    assert Portal.objects.get(pk=own.pk).push_as == "contact"


def test_he_makes_no_second_one(as_boris, own):
    """F16."""
    assert as_boris.get("/setup/portals/new/").status_code == 403
    assert as_boris.post("/setup/portals/new/", ANSWERS | {"name": "Two"}).status_code == 403
    assert b"A website of your own" not in as_boris.get("/help/").content


def test_portals_of_others_stay_theirs(as_boris, own, shop, other_shop):
    """F16."""
    assert as_boris.get(f"/setup/portals/{shop.pk}/").status_code == 403
    assert as_boris.get(f"/setup/portals/{other_shop.pk}/").status_code == 404
    assert save(as_boris, shop, "push-as", push_as="contact").status_code == 403
    assert as_boris.post(f"/setup/portals/{shop.pk}/operation/", {"enabled": "no"}).status_code == 403


def test_the_other_settings_are_not_his(as_boris, own):
    page = as_boris.get(f"/setup/portals/{own.pk}/").content.decode()
    for path in ("/setup/users/", "/setup/portals/adding/", "/setup/portals/integration/", "/setup/erasures/"):
        assert path not in page
    assert as_boris.get("/setup/users/").status_code == 403


def test_who_made_none_gets_no_settings_but_is_offered_one(as_boris, shop):
    assert as_boris.get("/setup/portals/").status_code == 403
    assert b"A website of your own" in as_boris.get("/help/").content
