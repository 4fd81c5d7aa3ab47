"""Profiles and teams: their verbs, and that nobody but administrators has them (E25, F29, F30, F229)."""

import pytest
from django.core.exceptions import PermissionDenied

from foyer.events.models import Event
from foyer.team.actions import accept_invitation, invite_user
from foyer.team.models import AccessProfile, Team, User
from foyer.team.profiles import (
    assign_profile,
    change_fields,
    change_modules,
    create_profile,
    delete_profile,
    rename_profile,
)
from foyer.team.rights import MODULES, VERBS, rights_of
from foyer.team.teams import create_team, delete_team, rename_team, set_members
from foyer.team.types import Refusal
from tests.team.people import hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def sales(anna):
    return create_profile(anna, "Sales")


def rights(user):
    return rights_of(User.objects.get(pk=user.pk))


def test_a_new_profile_allows_everything(sales, anna, boris):
    assign_profile(boris, anna, sales)
    mine = rights(boris)
    assert all(mine.may(module, verb) for module in MODULES if module != "visit" for verb in VERBS)
    assert [verb for verb in VERBS if mine.may("visit", verb)] == ["view", "create", "delete", "export"]
    assert Event.objects.filter(kind="ProfileChanged", user_id=anna.pk).count() == 1


def test_a_copy_begins_with_what_the_other_allows(sales, anna):
    change_modules(sales, anna, {"deal": {"verbs": []}})
    change_fields(sales, anna, "lead", {"phones": "hidden", "city": "write"})
    copy = create_profile(anna, "Sales abroad", like=AccessProfile.objects.get(pk=sales.pk))
    assert copy.modules["deal"]["verbs"] == []
    assert copy.fields == {"lead": {"phones": "hidden"}}


def test_a_name_cannot_be_hidden(sales, anna, boris):
    """T7: neither anew, nor by what was stored before; it is only read then."""
    change_fields(sales, anna, "lead", {"last_name": "hidden", "city": "hidden"})
    assert sales.fields["lead"] == {"city": "hidden"}
    AccessProfile.objects.update(fields={"lead": {"last_name": "hidden", "name": "hidden"}, "deal": {"name": "hidden"}})
    assign_profile(boris, anna, sales)
    mine = rights(boris)
    assert [mine.field(*each) for each in (("lead", "last_name"), ("deal", "name"))] == ["read", "read"]
    assert mine.field("lead", "name") == "hidden"


def test_without_view_nothing_is_allowed(sales, anna, boris):
    change_modules(sales, anna, {"lead": {"verbs": ["edit", "delete"], "scope": "own"}})
    assign_profile(boris, anna, sales)
    assert not any(rights(boris).may("lead", verb) for verb in VERBS)
    assert rights(boris).may("contact", "delete")


def test_visits_know_no_edit(sales, anna):
    """F30."""
    change_modules(sales, anna, {"visit": {"verbs": list(VERBS)}})
    assert sales.modules["visit"]["verbs"] == ["view", "create", "delete", "export"]


@pytest.mark.parametrize("modules", [{"king": {"verbs": []}}, {"lead": {"scope": "world"}}])
def test_unknown_modules_and_scopes_are_refused(sales, anna, modules):
    """T14."""
    with pytest.raises(Refusal):
        change_modules(sales, anna, modules)
    with pytest.raises(Refusal):
        change_fields(sales, anna, "lead", {"phones": "king"})


def test_administrators_cannot_lock_themselves_out(sales, anna):
    change_modules(sales, anna, {module: {"verbs": []} for module in MODULES})
    assign_profile(anna, anna, sales)
    assert rights(anna).may("lead", "delete")


def test_a_profile_that_somebody_has_stays(sales, anna, boris):
    assign_profile(boris, anna, sales)
    with pytest.raises(Refusal):
        delete_profile(sales, anna)
    assign_profile(boris, anna, None)
    delete_profile(sales, anna)
    assert not AccessProfile.objects.exists()


def test_an_invitation_brings_its_profile(sales, anna):
    _invitation, secret = invite_user(anna, "mila@foyer.test", "Mila", "agent", access_profile=sales)
    with pytest.raises(Refusal):
        delete_profile(sales, anna)
    assert accept_invitation(secret, "Mila", "bench-alder-seven-41").access_profile == sales


def test_names_are_given_once_and_not_empty(sales, anna):
    for name in ("", "  ", "SALES"):
        with pytest.raises(Refusal):
            create_profile(anna, name)
    assert rename_profile(sales, anna, "sales").name == "sales"


def test_teams_have_members_and_go_without_them(anna, boris):
    team = create_team(anna, "Nord")
    set_members(rename_team(team, anna, "Nordic"), anna, [anna, boris])
    assert (team.name, set(team.members.all())) == ("Nordic", {anna, boris})
    with pytest.raises(Refusal):
        create_team(anna, "nordic")
    delete_team(team, anna)
    assert (Team.objects.count(), User.objects.count()) == (0, 2)


def test_agents_have_none_of_these_verbs(sales, anna, boris):
    team, other = create_team(anna, "Nord"), hire("Mila Sand")
    verbs = [
        lambda: create_profile(boris, "Mine"),
        lambda: rename_profile(sales, boris, "Mine"),
        lambda: change_modules(sales, boris, {}),
        lambda: change_fields(sales, boris, "lead", {}),
        lambda: delete_profile(sales, boris),
        lambda: assign_profile(other, boris, sales),
        lambda: create_team(boris, "Mine"),
        lambda: rename_team(team, boris, "Mine"),
        lambda: set_members(team, boris, [boris]),
        lambda: delete_team(team, boris),
    ]
    for verb in verbs:
        with pytest.raises(PermissionDenied):
            verb()
