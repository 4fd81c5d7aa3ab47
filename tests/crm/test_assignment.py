"""Who gets new records: rules, pools, turns (F236, E17)."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from foyer.crm.actions import create_person, create_record
from foyer.crm.actions.assigning import add_member, create_pool, remove_member, rename_pool, set_rule, switch_pool
from foyer.crm.assignment import next_of, owner_for, take_from
from foyer.crm.models import Lead, Pool, PoolMember, SourceRule
from foyer.crm.reactions import give_to_somebody
from foyer.events.models import Event
from foyer.portals.models import AssignTo
from foyer.team.actions import deactivate_user, set_availability
from foyer.team.types import Refusal
from tests.team.people import found_house, hire


@pytest.fixture
def team(anna, boris):
    return [boris, hire("Clara Cohn"), hire("David Dorn")]


@pytest.fixture
def sales(anna, team):
    pool = create_pool(anna, "Sales")
    for member in team:
        add_member(pool, anna, member)
        set_availability(member, "online")
    return pool


def turns(pool, number):
    return [user.first_name for user in (take_from(pool) for _turn in range(number)) if user]


def test_members_come_in_turn(sales):
    assert turns(sales, 7) == ["Boris", "Clara", "David", "Boris", "Clara", "David", "Boris"]


def test_a_new_member_goes_last(sales, anna):
    take_from(sales)
    add_member(sales, anna, hire("Emil Ernst"))
    set_availability(PoolMember.objects.latest("pk").user, "online")
    assert turns(sales, 4) == ["Clara", "David", "Boris", "Emil"]


@pytest.mark.parametrize("state", ["away", "offline"])
def test_who_is_absent_is_passed_over_and_keeps_the_place(sales, team, state):
    set_availability(team[0], state)
    assert turns(sales, 3) == ["Clara", "David", "Clara"]
    set_availability(team[0], "online")
    assert turns(sales, 1) == ["Boris"]


def test_when_all_are_absent_the_longest_waiting_gets_it(sales, team):
    for member in team:
        set_availability(member, "offline")
    assert turns(sales, 4) == ["Boris", "Clara", "David", "Boris"]


def test_who_has_left_gets_nothing(sales, team, anna):
    deactivate_user(team[0], anna)
    assert turns(sales, 2) == ["Clara", "David"]


def test_looking_who_is_next_takes_nobodys_turn(sales):
    assert {next_of(sales).first_name for _look in range(3)} == {"Boris"}
    assert turns(sales, 1) == ["Boris"]


def test_a_pool_that_is_off_or_empty_gives_nothing(sales, anna):
    switch_pool(sales, anna, False)
    assert (next_of(sales), take_from(sales)) == (None, None)
    assert take_from(create_pool(anna, "Empty")) is None


def test_the_rule_of_a_source_wins_over_the_one_for_any(anna, boris, sales):
    set_rule(anna, "lead", "", user=boris)
    set_rule(anna, "lead", "chat", pool=sales)
    take_from(sales)
    assert owner_for("lead", "chat").first_name == "Clara"
    assert owner_for("lead", "web_form") == boris
    assert owner_for("contact", "chat") is None


def test_a_portal_that_names_a_user_is_nearer_than_a_rule(anna, boris, sales, shop):
    set_rule(anna, "lead", "", pool=sales)
    shop.assign_to, shop.assign_user = AssignTo.USER, anna
    assert owner_for("lead", "chat", shop) == anna


def test_a_record_without_owner_is_given_away_and_one_with_is_not(anna, boris, sales):
    set_rule(anna, "lead", "", pool=sales)
    create_person("lead", first_name="Vera", source="chat")
    create_record("lead", anna, {"last_name": "Own"})
    for event in Event.objects.filter(kind="LeadCreated"):
        give_to_somebody(event)
        give_to_somebody(event)
    assert [each.owner for each in Lead.objects.order_by("pk")] == [boris, anna]
    assert next_of(sales).first_name == "Clara"


def test_rules_and_members_are_taken_off_again(anna, sales, team):
    set_rule(anna, "deal", "", pool=sales)
    set_rule(anna, "deal", "")
    remove_member(sales, anna, team[0])
    assert not SourceRule.objects.exists()
    assert turns(sales, 1) == ["Clara"]


def test_agents_set_no_pools_and_no_rules(anna, boris, sales):
    doings = (
        lambda: create_pool(boris, "Mine"),
        lambda: rename_pool(sales, boris, "Mine"),
        lambda: switch_pool(sales, boris, False),
        lambda: add_member(sales, boris, anna),
        lambda: remove_member(sales, boris, anna),
        lambda: set_rule(boris, "lead", "", user=boris),
    )
    for do in doings:
        with pytest.raises(PermissionDenied):
            do()


def test_a_pool_has_a_name_and_a_rule_one_goal(anna, boris, sales):
    with pytest.raises(Refusal):
        create_pool(anna, " ")
    with pytest.raises(Refusal):
        set_rule(anna, "lead", "", user=boris, pool=sales)
    assert rename_pool(sales, anna, "Trade").name == "Trade"


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_given_out_evenly():
    anna, users = found_house(), [hire(f"{name} User") for name in ("Eva", "Finn", "Gudrun", "Hans")]
    pool = create_pool(anna, "Sales")
    for user in users:
        add_member(pool, anna, user)
    got = []

    def take():
        got.extend(take_from(Pool.objects.get()).pk for _turn in range(5))
        connection.close()

    threads = [threading.Thread(target=take) for _thread in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(got) == sorted(user.pk for user in users for _turn in range(5))
