"""A link that is good once, for a week (E25; T4, T13)."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from foyer.lib import clock
from foyer.team.actions import accept_invitation, invite_user
from foyer.team.invitations import open_invitation
from foyer.team.models import Invitation, User
from foyer.team.types import InvitationInvalid, Refusal
from tests.team.people import hire, open_shop

PASSWORD = "correct horse battery"


@pytest.fixture
def secret(anna):
    return invite_user(anna, "Cora@Foyer.test", "Cora", "agent", [open_shop(anna)])[1]


def test_an_invitation_makes_a_user_with_role_and_portals(secret):
    cora = accept_invitation(secret, "Cora Cordes", PASSWORD)
    assert (cora.email, cora.name, cora.role) == ("cora@foyer.test", "Cora Cordes", "agent")
    assert [portal.name for portal in cora.portals.all()] == ["Demo shop"]
    assert cora.check_password(PASSWORD)


def test_an_invitation_is_good_once(secret):
    accept_invitation(secret, "Cora Cordes", PASSWORD)
    with pytest.raises(InvitationInvalid):
        accept_invitation(secret, "Mallory", PASSWORD)
    assert User.objects.filter(email="cora@foyer.test").count() == 1


def test_an_invitation_is_good_for_a_week(secret):
    with time_machine.travel(clock.now() + dt.timedelta(days=7, minutes=1)), pytest.raises(InvitationInvalid):
        open_invitation(secret)


def test_a_newer_invitation_replaces_the_older(anna, secret):
    newer = invite_user(anna, "cora@foyer.test", "Cora", "agent")[1]
    with pytest.raises(InvitationInvalid):
        open_invitation(secret)
    assert open_invitation(newer).email == "cora@foyer.test"


def test_the_secret_is_not_stored(secret):
    assert secret not in str(Invitation.objects.values().get())


@pytest.mark.parametrize("guess", ["", "x" * 32, "\ud800"])
def test_a_guess_opens_nothing(secret, guess):
    with pytest.raises(InvitationInvalid):
        accept_invitation(guess, "Mallory", PASSWORD)


def test_a_weak_password_leaves_the_invitation_open(secret):
    with pytest.raises(ValidationError):
        accept_invitation(secret, "Cora Cordes", "password")
    assert accept_invitation(secret, "", PASSWORD).name == "Cora"


def test_only_administrators_invite(boris):
    with pytest.raises(PermissionDenied):
        invite_user(boris, "cora@foyer.test", "Cora", "administrator")


@pytest.mark.parametrize("address", ["cora", "BORIS@foyer.test"])
def test_who_is_here_or_has_no_address_is_not_invited(anna, boris, address):
    with pytest.raises(Refusal):
        invite_user(anna, address, "Cora", "agent")


def test_an_invitation_dies_when_its_address_joins_otherwise(secret):
    hire("Cora Cordes")
    with pytest.raises(InvitationInvalid):
        open_invitation(secret)
