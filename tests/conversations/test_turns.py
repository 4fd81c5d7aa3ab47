"""Whose turn it is: pure, whatever the agents, the limits and the portal's wishes (E12, B12)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foyer.conversations.turns import Agent, Preferred, Rules, Turn, is_full, next_of, next_turn

ANNA, BORIS, MILA = 1, 2, 3
MODES = ("all", "in_order", "least_busy", "longest_idle")
NOBODY = Preferred()
ids = st.integers(1, 6)


def at(minute: int) -> dt.datetime:
    return dt.datetime(2026, 11, 3, 9, minute, tzinfo=dt.UTC)


rules = st.builds(
    Rules,
    mode=st.sampled_from(MODES),
    most_chats=st.none() | st.integers(1, 4),
    owner_s=st.sampled_from([0, 15]),
    last_agent_s=st.sampled_from([0, 10]),
)
agents = st.lists(
    st.builds(
        Agent,
        user_id=ids,
        chats=st.integers(0, 5),
        idle_since=st.integers(0, 59).map(at),
        offered_at=st.none() | st.integers(0, 59).map(at),
    ),
    unique_by=lambda agent: agent.user_id,
)
preferred = st.builds(Preferred, owner_id=st.none() | ids, last_agent_id=st.none() | ids)


def asked(rules, agents, preferred) -> list[Turn]:
    """Everybody in turn, when nobody takes it."""
    turns = []
    while turn := next_turn(rules, agents, preferred, {one.user_id for one in turns}):
        turns.append(turn)
    return turns


@given(rules, agents, preferred)
def test_each_is_asked_once_nobody_who_is_full_and_it_comes_to_an_end(rules, agents, preferred):
    turns = asked(rules, agents, preferred)
    free = {agent.user_id for agent in agents if not is_full(rules, agent.chats)}
    assert len({turn.user_id for turn in turns}) == len(turns)
    assert {turn.user_id for turn in turns} <= free
    if rules.mode != "all":
        assert {turn.user_id for turn in turns} == free
    assert all(turn.seconds > 0 for turn in turns)


@given(rules, agents, preferred)
def test_the_steps_only_go_on(rules, agents, preferred):
    steps = [turn.step for turn in asked(rules, agents, preferred)]
    assert steps == sorted(steps, key=["owner", "last_agent", "queue"].index)
    assert steps.count("owner") <= 1
    assert steps.count("last_agent") <= 1


@given(rules, agents, preferred, st.randoms())
def test_in_which_order_agents_are_read_changes_nothing(rules, agents, preferred, random):
    before = asked(rules, agents, preferred)
    random.shuffle(agents)
    assert asked(rules, agents, preferred) == before


@given(st.integers(1, 5), st.integers(1, 30))
def test_in_order_everybody_has_as_many_turns_as_the_others(people, chats):
    """Round robin: after any number of chats nobody is ahead by more than one."""
    last: dict[int, dt.datetime] = {}
    turns = dict.fromkeys(range(1, people + 1), 0)
    for chat in range(chats):
        house = [Agent(user_id=pk, offered_at=last.get(pk)) for pk in turns]
        turn = next_turn(Rules(mode="in_order"), house, NOBODY, ())
        turns[turn.user_id] += 1
        last[turn.user_id] = at(chat)
    assert max(turns.values()) - min(turns.values()) <= 1


@pytest.mark.parametrize(
    ("mode", "first"), [("all", None), ("in_order", MILA), ("least_busy", BORIS), ("longest_idle", BORIS)]
)
def test_each_mode_has_its_own_first(mode, first):
    house = [
        Agent(user_id=ANNA, chats=2, idle_since=at(1), offered_at=at(5)),
        Agent(user_id=BORIS, chats=0, idle_since=at(9), offered_at=at(9)),
        Agent(user_id=MILA, chats=1, idle_since=at(2), offered_at=None),
    ]
    turn = next_turn(Rules(mode=mode), house, NOBODY, ())
    assert (turn.user_id if turn else None) == first


def test_owner_then_last_agent_then_all():
    """B12."""
    house = [Agent(user_id=pk) for pk in (ANNA, BORIS, MILA)]
    turns = asked(Rules(owner_s=30, last_agent_s=15), house, Preferred(owner_id=MILA, last_agent_id=BORIS))
    assert turns == [Turn(MILA, "owner", 30), Turn(BORIS, "last_agent", 15)]


def test_an_owner_who_is_not_here_or_full_is_passed_over():
    wishes = Preferred(owner_id=MILA)
    rules = Rules(owner_s=30, most_chats=2)
    assert next_turn(rules, [Agent(user_id=ANNA)], wishes, ()) is None
    assert next_turn(rules, [Agent(user_id=MILA, chats=2)], wishes, ()) is None


@given(rules, agents, st.sets(ids))
def test_of_a_team_the_first_who_is_free_is_next_also_where_it_rings_for_all(rules, agents, among):
    free = {a.user_id: a for a in agents if a.user_id in among and not is_full(rules, a.chats)}
    chosen = next_of(rules, agents, among)
    assert (chosen in free) if free else chosen is None
    if free and rules.mode in {"all", "least_busy"}:
        assert free[chosen].chats == min(agent.chats for agent in free.values())
