"""A visit in memory: the same hits in any order, told once or twice, give the same visit (R10, D17)."""

from hypothesis import given
from hypothesis import strategies as st

from foyer.visits.hit import parse
from foyer.visits.intake import take_in
from foyer.visits.journal import Entry
from foyer.visits.open_visits import OpenVisit, apply, open_visit
from tests.visits.hits import CHROME, KEY, body, hit

NOON = 1_794_484_800_000


def touch(kind: str = "view", after_s: float = 0, **fields):
    at = int(NOON + after_s * 1000)
    (parsed,) = parse(body(hit(kind, **fields)))
    return take_in(Entry(1, at, "192.0.2.7", CHROME, True, b""), parsed, {KEY: 1})


def visit_of(*touches) -> OpenVisit:
    visit = open_visit(touches[0], actor_id=7, number=1)
    for one in touches:
        apply(visit, one)
    return visit


def test_the_first_page_is_the_landing_page_and_the_last_one_the_current_page():
    visit = visit_of(touch(page="a", title="Home"), touch(page="b", title="Bench", after_s=60))
    assert (visit.first.title, visit.last.title, len(visit.pages)) == ("Home", "Bench", 2)


def test_the_same_page_within_five_seconds_counts_once():
    visit = visit_of(
        touch(page="a", url="https://shop.example/x"), touch(page="b", url="https://shop.example/x", after_s=4)
    )
    assert len(visit.pages) == 1


def test_the_same_page_after_five_seconds_counts_again():
    visit = visit_of(
        touch(page="a", url="https://shop.example/x"), touch(page="b", url="https://shop.example/x", after_s=6)
    )
    assert len(visit.pages) == 2


def test_beats_of_a_page_counted_once_lengthen_that_page():
    first = touch(page="a", url="https://shop.example/x")
    visit = visit_of(
        first, touch(page="b", url="https://shop.example/x", after_s=1), touch("beat", page="b", seconds=30, after_s=31)
    )
    assert visit.seconds == 30


def test_seconds_never_go_back_when_an_old_beat_arrives_late():
    visit = visit_of(touch(page="a"), touch("beat", page="a", seconds=45), touch("beat", page="a", seconds=15))
    assert visit.seconds == 45


def test_a_beat_of_a_page_never_seen_changes_nothing():
    visit = visit_of(touch(page="a"))
    assert not apply(visit, touch("beat", page="zz", seconds=9))


def test_goodbye_of_the_only_page_means_gone_and_of_one_of_two_tabs_does_not():
    visit = visit_of(touch(page="a"), touch(page="b", after_s=10), touch("bye", page="b", after_s=12))
    assert visit.is_here()
    apply(visit, touch("bye", page="a", after_s=13))
    assert not visit.is_here()


def test_thirty_minutes_of_silence_end_a_visit():
    visit = visit_of(touch(page="a"))
    assert visit.covers(NOON + 30 * 60_000)
    assert not visit.covers(NOON + 30 * 60_000 + 1)


@given(st.permutations(range(6)), st.lists(st.integers(0, 5), max_size=6))
def test_order_and_repetition_change_nothing(order, repeated):
    touches = [
        touch(id="1", page="a", url="https://shop.example/a"),
        touch("beat", id="2", page="a", seconds=15, after_s=15),
        touch(id="3", page="b", url="https://shop.example/b", after_s=20),
        touch("bye", id="4", page="a", seconds=20, after_s=20),
        touch("beat", id="5", page="b", seconds=15, after_s=35),
        touch("bye", id="6", page="b", seconds=22, after_s=42),
    ]
    views = [touches[i] for i in order if touches[i].hit.type == "view"]
    rest = [touches[i] for i in [*order, *repeated] if touches[i].hit.type != "view"]
    visit = visit_of(*views, *rest, *views)
    assert (visit.seconds, len(visit.pages), visit.first.key, visit.last.key) == (42, 2, "a", "b")
    assert (visit.started_ms, visit.ended_ms) == (NOON, NOON + 42_000)
