"""Which boards are looked at: for a minute, and only where an agent can look over all visitors (B7)."""

import pytest

from foyer.presence.watched import MOST_NEAR, Watched


@pytest.fixture
def now():
    return [0.0]


@pytest.fixture
def watched(now):
    return Watched(clock=lambda: now[0])


def test_a_board_is_watched_for_a_minute_after_the_last_look(watched, now):
    watched.look([1], [])
    now[0] = 50.0
    watched.look([1], [1, 1])
    now[0] = 109.9
    assert (watched.has(1), watched.has(2)) == (True, False)
    now[0] = 110.0
    assert not watched.has(1)


def test_a_portal_with_more_visitors_than_one_can_look_over_is_left_out(watched):
    watched.look([1, 2], [1] * (MOST_NEAR + 1) + [2] * MOST_NEAR)
    assert (watched.has(1), watched.has(2)) == (False, True)
