"""The pure part: lines in one canonical order, guards, and the best path."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from foyer.identity.path import assurance, best_path
from foyer.identity.resolve import groups, resolve
from foyer.identity.types import Edge, Speaker

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
ACTORS = st.lists(st.booleans(), min_size=1, max_size=6).map(
    lambda contacts: [Speaker(number + 1, is_contact) for number, is_contact in enumerate(contacts)]
)


def line(claim, actor, identifier, *, level=1, kind="email", by_hand=False):
    return Edge(claim, actor, identifier, kind, level, NOON + dt.timedelta(minutes=claim), by_hand)


@st.composite
def worlds(draw):
    speakers = draw(ACTORS)
    ends = st.tuples(st.sampled_from(speakers), st.integers(1, 4), st.integers(1, 4))
    drawn = draw(st.lists(ends, max_size=12))
    return speakers, [line(n + 1, who.id, what, level=level) for n, (who, what, level) in enumerate(drawn)]


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_in_which_claims_are_read_does_not_matter(world, chance):
    speakers, edges = world
    shuffled = chance.sample(edges, len(edges))
    assert resolve(speakers, edges) == resolve(chance.sample(speakers, len(speakers)), shuffled)


@given(worlds())
def test_a_person_is_named_after_its_oldest_actor_and_every_actor_has_one(world):
    speakers, edges = world
    found = resolve(speakers, edges).profiles
    assert found.keys() == {speaker.id for speaker in speakers}
    assert all(profile == min(actors) for profile, actors in groups(found).items())


@given(worlds())
def test_no_person_has_two_contacts(world):
    speakers, edges = world
    contacts = {speaker.id for speaker in speakers if speaker.is_contact}
    assert all(len(actors & contacts) <= 1 for actors in groups(resolve(speakers, edges).profiles).values())


@given(worlds())
def test_the_same_claims_again_change_nothing(world):
    speakers, edges = world
    again = [*edges, *(Edge(e.claim_id + 100, e.actor_id, e.identifier_id, e.kind, e.level, e.at) for e in edges)]
    assert resolve(speakers, again).profiles == resolve(speakers, edges).profiles


@given(worlds())
def test_a_path_is_as_strong_as_its_weakest_claim_and_no_other_is_stronger(world):
    speakers, edges = world
    start, goal = speakers[0].id, {speakers[-1].id}
    level = assurance(edges, start, goal)
    stronger = [edge for edge in edges if level is not None and edge.level > level]
    if start not in goal:
        assert best_path(stronger, start, goal) is None or level is None


def test_the_surer_claim_wins_when_a_guard_lets_only_one_through():
    one, two, vera = Speaker(1, True), Speaker(2, True), Speaker(3)
    edges = [line(1, 1, 7), line(2, 2, 8), line(3, 3, 7), line(4, 3, 8, level=3)]
    found = resolve([one, two, vera], edges)
    assert found.profiles == {1: 1, 2: 2, 3: 2}
    assert found.refused == {3: "two-contacts"}


def test_a_hand_may_do_what_the_guard_refuses():
    edges = [line(1, 1, 7, kind="record", level=4), line(2, 2, 7, kind="record", level=4, by_hand=True)]
    assert resolve([Speaker(1, True), Speaker(2, True)], edges).profiles == {1: 1, 2: 1}


def test_the_best_path_goes_over_the_surest_claims():
    edges = [line(1, 1, 7), line(2, 2, 7), line(3, 1, 8, level=3), line(4, 3, 8, level=3), line(5, 3, 9, level=2)]
    edges.append(line(6, 2, 9, level=2))
    assert [edge.claim_id for edge in best_path(edges, 1, {2}) or []] == [3, 4, 5, 6]
    assert assurance(edges, 1, {2}) == 2


def test_an_actor_is_itself_for_sure():
    assert assurance([], 1, {1}) == 4
