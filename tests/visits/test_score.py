"""The visitor score says where each point comes from (F81, E9)."""

from hypothesis import given
from hypothesis import strategies as st

from foyer.visits.score import Behaviour, points, score


def test_nobody_who_did_nothing_has_points():
    assert score(Behaviour(pages=0, minutes=0, days=0, chats=0)) == 0


def test_the_score_is_the_sum_of_its_lines():
    behaviour = Behaviour(pages=7, minutes=24, days=4, chats=1, gave_email=True)
    assert score(behaviour) == sum(line.points for line in points(behaviour)) == 3 + 4 + 12 + 8 + 15


@given(st.integers(0, 10**6), st.floats(0, 10**6), st.integers(0, 1000), st.integers(0, 1000), st.booleans())
def test_it_stays_between_0_and_100_and_never_falls_with_more(pages, minutes, days, chats, gave):
    less = score(Behaviour(pages, minutes, days, chats, gave))
    assert 0 <= less <= score(Behaviour(pages + 1, minutes + 1, days + 1, chats + 1, True)) <= 100
