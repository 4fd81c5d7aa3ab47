"""Whose records somebody sees, as part of questions that are put together once (T7, E25, P5)."""

import pytest

from foyer.crm.access import record_for, sight_of
from foyer.crm.models import Lead
from foyer.lib.text import MAX_ID
from foyer.team.models import AccessProfile
from foyer.team.teams import create_team, set_members
from tests.crm.people import lead
from tests.team.people import hire

pytestmark = pytest.mark.django_db


def with_scope(user, scope, verbs=("view",)):
    """The user, whose profile says so of leads."""
    user.access_profile = AccessProfile.objects.create(name="P", modules={"lead": {"verbs": verbs, "scope": scope}})
    vars(user).pop("_rights", None)
    return user


def test_who_sees_the_same_has_the_same_sight(anna, boris):
    assert sight_of(anna) == sight_of(boris)
    assert sight_of(with_scope(boris, "own")) != sight_of(anna)
    assert sight_of(with_scope(hire("Mila Sand"), "own")) != sight_of(boris)


def test_a_module_that_is_closed_is_not_in_it(boris):
    assert "lead" not in dict(sight_of(with_scope(boris, "all", ())))


def test_what_is_no_longer_allowed_is_gone_at_once(anna, boris):
    made = lead(owner=anna)
    assert record_for(boris, "lead", made.pk) == made
    for scope, verbs in (("own", ("view",)), ("team", ("view",)), ("all", ())):
        with pytest.raises(Lead.DoesNotExist):
            record_for(with_scope(boris, scope, verbs), "lead", made.pk)
    set_members(create_team(anna, "Sales"), anna, [anna, boris])
    assert record_for(with_scope(boris, "team"), "lead", made.pk) == made


@pytest.mark.parametrize("record_id", [0, MAX_ID, MAX_ID + 1, 2**63, 10**40])
def test_a_number_that_no_record_has_is_no_record(anna, record_id):
    with pytest.raises(Lead.DoesNotExist):
        record_for(anna, "lead", record_id)


def test_who_is_in_whose_teams_is_asked_once_for_all_modules(boris, django_assert_num_queries):
    """Also where nothing is kept, as in jobs."""
    modules = {module: {"verbs": ["view"], "scope": "team"} for module in ("lead", "contact", "account", "deal")}
    boris.access_profile = AccessProfile.objects.create(name="P", modules=modules)
    vars(boris).pop("_rights", None)
    with django_assert_num_queries(1):
        assert dict(sight_of(boris))["lead"] == (boris.pk,)
