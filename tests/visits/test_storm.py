"""Hits come first, folding second, but not for ever (P1, R5)."""

import pytest

from foyer.visits.storm import CALM_PER_S, LATE, TOO_LATE, Storm


class Sky:
    """A clock and a count that tests turn."""

    def __init__(self):
        self.now_s, self.taken = 100.0, 0
        self.storm = Storm(lambda: self.taken, lambda: self.now_s)

    def pass_by(self, seconds: float, per_s: float, *, are_folded: bool = False) -> bool:
        self.now_s += seconds
        self.taken += round(seconds * per_s)
        if are_folded:
            self.storm.count_folded(round(seconds * per_s))
        return self.storm.goes_on()


@pytest.fixture
def sky():
    return Sky()


def test_while_the_fold_keeps_up_there_is_no_storm(sky):
    assert not any(sky.pass_by(1, CALM_PER_S * 2, are_folded=True) for _ in range(100))


def test_it_begins_when_the_fold_is_late_and_ends_when_hits_come_slowly(sky):
    assert sky.pass_by(1, LATE + 1)
    assert sky.pass_by(1, CALM_PER_S + 1)
    assert not sky.pass_by(1, CALM_PER_S)


def test_late_from_before_is_no_storm(sky):
    sky.taken = LATE * 10
    sky.pass_by(100, 0)
    assert not sky.pass_by(1, 100)


def test_a_few_at_the_same_moment_are_none(sky):
    assert not sky.pass_by(0.01, LATE * 100)


def test_screens_are_not_late_for_ever(sky):
    verdicts = [sky.pass_by(1, 10_000) for _ in range(TOO_LATE // 10_000 + 1)]
    assert (verdicts[0], verdicts[-1]) == (True, False)
