"""Two at once: one first run, one user of an invitation, never no administrator or a portal too many (R12)."""

import pytest
from django.core.exceptions import PermissionDenied

from foyer.portals.actions import create_portal
from foyer.portals.models import Portal
from foyer.portals.queries import limits
from foyer.portals.types import LimitReached
from foyer.team.actions import accept_invitation, create_organisation, deactivate_user, invite_user, set_availability
from foyer.team.models import Availability, Organisation, Role, User
from foyer.team.types import AlreadySetUp, InvitationInvalid, LastAdministrator
from tests.team.at_once import at_once
from tests.team.people import hire

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PASSWORD = "correct horse battery"


def kinds(answers, error):
    return sum(isinstance(answer, error) for answer in answers)


def test_two_browsers_on_the_first_run_make_one_organisation():
    def first_run(number):
        return create_organisation("Linden", "UTC", "en", "EUR", "Anna", f"anna{number}@foyer.test", PASSWORD)

    assert kinds(at_once(first_run, range(4)), AlreadySetUp) == 3
    assert (Organisation.objects.count(), User.objects.count()) == (1, 1)


def test_an_invitation_makes_one_user(anna):
    _invitation, secret = invite_user(anna, "cora@foyer.test", "Cora", "agent")
    answers = at_once(lambda _n: accept_invitation(secret, "Cora Cordes", PASSWORD), range(4))
    assert kinds(answers, InvitationInvalid) == 3


def test_two_administrators_cannot_send_each_other_away(anna):
    bea = hire("Bea Boll", Role.ADMINISTRATOR)
    pairs = [(anna, bea), (bea, anna)]
    refused = (LastAdministrator, PermissionDenied)  # the second was just in time, or was no administrator any more
    assert kinds(at_once(lambda pair: deactivate_user(*pair), pairs), refused) == 1
    assert User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).count() == 1


def test_portals_at_once_stay_within_the_limit(anna):
    answers = at_once(lambda n: create_portal(anna, f"Shop {n}", "shop.example"), range(limits().most + 3))
    assert kinds(answers, LimitReached) == 3
    assert Portal.objects.count() == limits().most


def test_a_status_set_in_two_tabs_is_one_status(boris):
    Availability.objects.all().delete()
    at_once(lambda state: set_availability(boris, state), ["online", "away"] * 4)
    assert Availability.objects.get(user=boris).state in {"online", "away"}
