"""Who is here now: 60 s after the last sign of life, gone at once on goodbye (D17, D20)."""

import dataclasses

import pytest

from foyer.presence.board import Board, Visitor


def visitor(visit_id: int = 1, portal_id: int = 1, started_ms: int = 0) -> Visitor:
    common = {"number": 1, "page_since_ms": 0, "url": "", "title": "", "pages": 1, "seconds": 0}
    texts = {"country": "", "source": "", "browser": "", "device": ""}
    return Visitor(
        visit_id=visit_id, actor_id=visit_id * 10, portal_id=portal_id, started_ms=started_ms, **common, **texts
    )


@pytest.fixture
def now():
    return [0.0]


@pytest.fixture
def board(now):
    return Board(clock=lambda: now[0])


def test_a_visitor_is_here_for_sixty_seconds(board, now):
    board.see(visitor())
    now[0] = 59.9
    assert board.actors_here() == {10}
    now[0] = 60.0
    assert board.actors_here() == frozenset()


def test_a_sign_of_life_counts_from_now_on(board, now):
    board.see(visitor())
    now[0] = 50.0
    board.see(visitor())
    now[0] = 100.0
    assert board.visitor(1) is not None


def test_goodbye_is_at_once(board):
    board.see(visitor())
    board.leave(1)
    assert board.here() == []


def test_the_newest_comes_first_and_a_portal_sees_its_own(board):
    board.see(visitor(1, portal_id=1, started_ms=5))
    board.see(visitor(2, portal_id=2, started_ms=9))
    board.see(visitor(3, portal_id=1, started_ms=7))
    assert [v.visit_id for v in board.here()] == [2, 3, 1]
    assert [v.visit_id for v in board.here(portal_id=1)] == [3, 1]


def test_the_portals_that_somebody_left_are_told(board, now):
    board.see(visitor(1, portal_id=4))
    now[0] = 61.0
    assert board.drop_silent() == {4}
    assert board.drop_silent() == set()


def test_who_is_here_twice_is_found_by_the_newest_visit(board, now):
    for number, started_ms in ((1, 5), (2, 9), (3, 7)):
        board.see(dataclasses.replace(visitor(number, started_ms=started_ms), actor_id=7))
    assert board.visitor_of(7).visit_id == 2
    assert board.visitor_of(8) is None
    now[0] = 61.0
    assert board.visitor_of(7) is None
