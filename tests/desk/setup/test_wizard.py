"""The wizard for a new portal (F2-F8, F17)."""

import pytest

from foyer.portals.models import Portal
from tests.team.people import open_shop

pytestmark = pytest.mark.django_db
PORTAL = {"name": "Garden", "site_url": "garden.example"}
CRM = {"push_as": "contact", "assign_to": "attendee", "notify_visitors": "on"}


def test_three_steps_make_a_portal(as_anna, anna, boris):
    assert as_anna.get("/setup/portals/new/").context["step"] == 1
    assert as_anna.post("/setup/portals/new/", {"step": 1, **PORTAL}).context["step"] == 2
    two = as_anna.post("/setup/portals/new/", {"step": 2, **PORTAL, "users": [boris.pk]})
    assert two.context["step"] == 3
    assert b'value="Garden"' in two.content
    as_anna.post("/setup/portals/new/", {"step": 3, **PORTAL, "users": [boris.pk], **CRM})
    made = Portal.objects.get()
    assert (made.name, made.push_as, made.notify_visitors, set(made.users.all())) == (
        "Garden",
        "contact",
        True,
        {anna, boris},
    )


def test_the_last_step_leads_to_the_code(as_anna):
    answer = as_anna.post("/setup/portals/new/", {"step": 3, **PORTAL, **CRM})
    assert answer.url == f"/setup/portals/{Portal.objects.get().pk}/"


def test_assigning_to_a_user_wants_one(as_anna, boris):
    """F6."""
    unnamed = {**PORTAL, **CRM, "assign_to": "user"}
    assert as_anna.post("/setup/portals/new/", {"step": 3, **unnamed}).context["form"].errors
    as_anna.post("/setup/portals/new/", {"step": 3, **unnamed, "assign_user": boris.pk})
    assert Portal.objects.get().assign_user == boris


@pytest.mark.parametrize("fields", [{"name": "", "site_url": "a.example"}, {"name": "A", "site_url": "no site"}])
def test_a_wrong_answer_keeps_one_on_its_step(as_anna, fields):
    answer = as_anna.post("/setup/portals/new/", {"step": 3, **fields, **CRM})
    assert answer.context["step"] == 1
    assert answer.context["form"].errors


def test_back_keeps_what_was_typed(as_anna, boris):
    answer = as_anna.post("/setup/portals/new/", {"step": 2, **PORTAL, "users": [boris.pk], "go": "back"})
    assert answer.context["step"] == 1
    assert b'value="Garden"' in answer.content


def test_a_name_that_is_taken_is_refused(as_anna, shop):
    answer = as_anna.post("/setup/portals/new/", {"step": 1, "name": "demo SHOP", "site_url": "a.example"})
    assert b"There is a portal with this name already." in answer.content


def test_the_sixth_portal_is_refused(as_anna, anna):
    """F17, D15."""
    for number in range(5):
        open_shop(anna, f"Shop {number}", f"shop{number}.example")
    assert b"which is the most" in as_anna.get("/setup/portals/new/").content
    as_anna.post("/setup/portals/new/", {"step": 3, **PORTAL, **CRM})
    assert Portal.objects.count() == 5


def test_other_fields_are_ignored(as_anna):
    """T14."""
    as_anna.post("/setup/portals/new/", {"step": 3, **PORTAL, **CRM, "is_enabled": "", "accent": "#000000"})
    assert (Portal.objects.get().is_enabled, Portal.objects.get().accent) == (True, "#304AA6")


def test_an_administrator_raises_the_limits(as_anna, as_boris, shop):
    """D15."""
    page = as_anna.get(f"/setup/portals/{shop.pk}/").content.decode()
    assert 'name="most" type="number" min="1" max="500" value="5"' in page
    as_anna.post("/setup/portals/limits/", {"most": "12", "most_own": "3"})
    assert "1 of 12 portals" in as_anna.get(f"/setup/portals/{shop.pk}/").content.decode()
    as_anna.post("/setup/portals/limits/", {"most": "none", "most_own": "3"})
    assert b"Limits are numbers from 1 to 500" in as_anna.get(f"/setup/portals/{shop.pk}/").content
    assert as_boris.post("/setup/portals/limits/", {"most": "12", "most_own": "3"}).status_code == 403
