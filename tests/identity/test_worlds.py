"""Whatever comes in whatever order, stored persons are those that a rebuild from the claims gives (R22)."""

import random

import pytest
from django.db import transaction
from hypothesis import settings

from foyer.identity.actions import undo
from foyer.identity.models import Decision
from foyer.identity.verify import verify
from tests.identity.worlds import (
    NAMES,
    partition,
    refusals,
    show,
    some_actors,
    some_showing,
    some_showings,
    take_something_off,
    undo_something,
)

pytestmark = pytest.mark.slow
WORLDS = settings().max_examples // 2  # ten times as many with `--hypothesis-profile thorough`


@pytest.fixture
def world(db):
    """Runs something in a world of its own that is gone afterwards."""

    def run(scene, seed):
        with transaction.atomic():
            scene(random.Random(seed))
            transaction.set_rollback(True)

    return run


@pytest.mark.parametrize("dozen", range(10))
def test_a_rebuild_from_the_claims_finds_what_is_stored(world, dozen):
    """R22: claims, repeated events, things taken off and brought back, in any order."""

    def scene(chance):
        actors = some_actors(chance)
        for minute in range(chance.randint(4, 14)):
            step = chance.random()
            if step < 0.7:
                show(some_showing(chance, actors, chance.choice((minute, 1))), chance.choice(NAMES))
            elif step < 0.85:
                take_something_off(chance)
            else:
                undo_something(chance)
        assert verify() == []

    for seed in range(WORLDS // 10):
        world(scene, 1000 * dozen + seed)


def test_claims_give_the_same_persons_in_any_order(world):
    def scene(chance):
        actors = some_actors(chance)
        showings = some_showings(chance, actors)
        seen = []
        for _ in range(2):
            with transaction.atomic():
                chance.shuffle(showings)
                for showing in showings:
                    show(showing)
                seen.append((partition(), refusals()))
                transaction.set_rollback(True)
        assert seen[0] == seen[1]

    for seed in range(WORLDS // 4):
        world(scene, seed)


def test_the_same_event_twice_changes_nothing(world):
    def scene(chance):
        actors = some_actors(chance)
        showings = some_showings(chance, actors)
        for showing in showings:
            show(showing)
        before = partition(), Decision.objects.count()
        for showing in showings:
            show(showing)
        assert (partition(), Decision.objects.count()) == before

    for seed in range(WORLDS // 3):
        world(scene, seed)


def test_taking_off_and_undoing_restores_exactly(world):
    """D18: whatever left comes back, and nothing else moves."""

    def scene(chance):
        actors = some_actors(chance)
        for showing in some_showings(chance, actors):
            show(showing)
        before = partition(), refusals()
        decision = take_something_off(chance)
        undo(decision, None)
        assert (partition(), refusals()) == before

    for seed in range(WORLDS // 2):
        world(scene, seed)
