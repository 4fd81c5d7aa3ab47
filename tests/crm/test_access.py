"""Whose records somebody sees, as part of questions that are put together once (T7, E25, P5)."""

import dataclasses
from decimal import Decimal

import pytest

from foyer.crm.access import card_for, record_for, sees_identifier, sight_of
from foyer.crm.models import Lead
from foyer.crm.types import PersonCard
from foyer.lib.text import MAX_ID
from foyer.team.models import AccessProfile
from foyer.team.rights import Rights
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


CARD = PersonCard(
    module="contact",
    id=1,
    name="Kim Noll",
    company="Posthaus AG",
    owner_id=7,
    owner_name="Anna Albers",
    kind="customer",
    reason="Customer: deal “Bench” won",
    revenue=Decimal(500),
    actor_id=1,
)


def seen_of(user, modules=None, **hidden):
    """What of the card differs for the user, whose profile hides these fields."""
    fields = {module: dict.fromkeys(keys, "hidden") for module, keys in hidden.items()}
    user.access_profile = AccessProfile.objects.create(name="P", modules=modules or {}, fields=fields)
    vars(user).pop("_rights", None)
    card = card_for(user, CARD)
    return {field.name for field in dataclasses.fields(card) if getattr(card, field.name) != getattr(CARD, field.name)}


@pytest.mark.parametrize(
    ("hidden", "gone"),
    [
        ({}, set()),
        ({"contact": ["owner"]}, {"owner_id", "owner_name"}),
        ({"contact": ["account"]}, {"company"}),
        ({"lead": ["owner", "company"]}, set()),
        ({"deal": ["amount"]}, {"revenue"}),
        ({"deal": ["stage"]}, {"reason"}),
        ({"deal": ["closed_at"]}, {"reason"}),
    ],
)
def test_a_card_tells_nothing_of_hidden_fields(boris, hidden, gone):
    """T7."""
    assert seen_of(boris, **hidden) == gone


@pytest.mark.parametrize("deals", [{"verbs": []}, {"verbs": ["view"], "scope": "own"}])
def test_a_card_tells_nothing_of_deals_that_one_does_not_see(boris, deals):
    """F229: deals of others, too."""
    assert seen_of(boris, {"deal": deals}) == {"reason", "revenue"}


@pytest.mark.parametrize(
    ("kind", "hidden", "is_seen"),
    [
        ("email", (), True),
        ("email", ("emails",), False),
        ("email", ("phones",), True),
        ("phone", ("phones",), False),
        ("customer", ("emails",), True),
        ("customer", ("emails", "phones"), False),
        ("record", ("emails", "phones"), True),
    ],
)
def test_an_identifier_is_seen_where_its_field_is(kind, hidden, is_seen):
    """T7."""
    rights = Rights(False, {}, {"lead": dict.fromkeys(hidden, "hidden")})
    assert sees_identifier(rights, "lead", kind) is is_seen
