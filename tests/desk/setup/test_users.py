"""Setup > People > Users (E25)."""

import re

import pytest
from django.core import mail

from foyer.team.actions import change_organisation
from foyer.team.models import Invitation, User

pytestmark = pytest.mark.django_db
INVITED = {"email": "mila@foyer.test", "name": "Mila Sand", "role": "agent"}


def link(page: bytes) -> str:
    """The path of the invitation's link on a page."""
    return re.search(rb"http://testserver(/join/[^<\"\s]+)", page).group(1).decode()


def test_an_invitation_shows_its_link_once(as_anna, shop):
    page = as_anna.post("/setup/users/invitations/", {**INVITED, "portals": [shop.pk]}).content
    secret = link(page).split("/")[2]
    assert secret not in as_anna.get("/setup/users/").content.decode()
    assert Invitation.objects.get().portal_ids == [shop.pk]
    assert b"Mail is not set up" in page


def test_with_mail_it_is_mailed_too(as_anna, mail_works):
    page = as_anna.post("/setup/users/invitations/", INVITED).content
    sent = mail.outbox[0]
    assert sent.to == ["mila@foyer.test"]
    assert link(page) in sent.body
    assert "Anna invites you to Foyer" in sent.subject


def test_an_invitation_is_mailed_in_the_language_of_the_organisation(as_anna, anna, mail_works):
    change_organisation(anna, language="de")
    as_anna.post("/setup/users/invitations/", INVITED)
    assert "Anna lädt Sie zu Foyer ein" in mail.outbox[0].subject


def test_who_is_here_already_is_not_invited(as_anna, boris):
    page = as_anna.post("/setup/users/invitations/", {**INVITED, "email": "boris@foyer.test"})
    assert page.context["form"].errors
    assert not Invitation.objects.exists()


def test_a_role_that_is_none_is_refused(as_anna, boris):
    assert as_anna.post("/setup/users/invitations/", {**INVITED, "role": "king"}).context["form"].errors
    assert as_anna.post(f"/setup/users/{boris.pk}/role/", {"role": "king"}).status_code == 400


def test_roles_change(as_anna, boris):
    as_anna.post(f"/setup/users/{boris.pk}/role/", {"role": "administrator", "is_active": ""})
    boris.refresh_from_db()
    assert (boris.role, boris.is_active) == ("administrator", True)


def test_deactivating_signs_out_and_can_be_taken_back(as_anna, as_boris, boris):
    """T8."""
    as_anna.post(f"/setup/users/{boris.pk}/activity/", {"active": "no"})
    assert as_boris.get("/leads/").url.startswith("/login/")
    as_anna.post(f"/setup/users/{boris.pk}/activity/", {"active": "yes"})
    assert User.objects.get(pk=boris.pk).is_active


def test_the_last_administrator_stays(as_anna, anna):
    page = as_anna.post(f"/setup/users/{anna.pk}/activity/", {"active": "no"}, follow=True)
    assert b"This is the last administrator" in page.content
    assert User.objects.get(pk=anna.pk).is_active
