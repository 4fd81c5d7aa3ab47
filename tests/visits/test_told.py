"""What pages tell of a visit, by name (E38, F50-F53, R10)."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foyer.lib import clock
from foyer.visits.fold import Fold
from foyer.visits.models import SeenField, Visit
from foyer.visits.seen import MAX_SEEN
from foyer.visits.told import MAX_NAMES, MAX_VALUE, Saying, add, kind_of, sayings
from tests.visits.hits import KEY, ago, hit
from tests.visits.test_fold import tell

pytestmark = pytest.mark.django_db


def told():
    """What is kept of the only visit: values by folded name."""
    return {name: entry[1] for name, entry in (Visit.objects.get().page_data or {}).items()}


@pytest.mark.parametrize(
    ("event", "data", "said"),
    [
        ("plan", {"value": "Pro"}, {"plan": "Pro"}),
        ("order", {"Size": 12, " Plan ": "Pro"}, {"Size": 12, "Plan": "Pro"}),
        ("order", {"cart": {"total": 5, "lines": [1, 2]}}, {"cart.total": 5, "cart.lines": [1, 2]}),
        ("order", {"lines": [{"id": 1}]}, {"lines": '[{"id": 1}]'}),
        ("order", {"a": None, "b": "", "c": {}, "d": False, "e": 0}, {"d": False, "e": 0}),
        ("order", {"x" * 81: 1, " ": 2}, {}),
    ],
)
def test_an_event_says_its_data_by_name(event, data, said):
    assert {one.label: one.value for one in sayings(event, data)} == said


def test_long_texts_are_cut_and_deep_ones_are_text():
    deep = {"a": {"b": {"c": {"d": 1}}}}
    assert {one.label: one.value for one in sayings("x", deep)} == {"a.b.c": '{"d": 1}'}
    assert [len(str(one.value)) for one in sayings("x", {"a": "y" * 4000})] == [MAX_VALUE]


@pytest.mark.parametrize(
    ("value", "kind"),
    [(True, "flag"), (3, "number"), ("12,5", "number"), ("2026-11-24", "date"), ("2026-11-24T10:00", "moment"),
     ("vera@lindqvist.example", "email"), ("https://shop.example/", "url"), ("Pro", "text"), (["a"], "text")],
)  # fmt: skip
def test_a_kind_is_proposed_by_the_value(value, kind):
    assert kind_of(value) == kind


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3), st.integers(0, 3)), max_size=5))
def test_the_order_of_arrival_does_not_matter(said):
    """R10."""
    ends = set()
    for order in itertools.permutations(said):
        kept = {}
        for label, value, at_ms in order:
            add(kept, Saying(label, value), at_ms)
        ends.add(json.dumps(kept, sort_keys=True))
    assert len(ends) == 1


def test_a_hostile_page_tells_at_most_so_many_names():
    there, back = {}, {}
    names = [f"n{number:03}" for number in range(MAX_NAMES * 2)]
    for kept, order in ((there, names), (back, names[::-1])):
        for name in order:
            add(kept, Saying(name, "x"), 1)
    assert there == back
    assert len(there) == MAX_NAMES


def test_the_newest_value_of_each_name_is_kept_with_the_visit(journal, fold):
    """F50."""
    tell(journal, hit(page="a", **ago(60)))
    tell(journal, hit("event", name="plan", data={"value": "Pro"}, **ago(20)))
    tell(journal, hit("event", name="order", data={"PLAN": "Old", "size": 12}, **ago(40)))
    fold.fold_next()
    assert told() == {"plan": "Pro", "size": 12}


def test_it_grows_after_a_restart(journal, fold, portal, board):
    tell(journal, hit(page="a"), hit("event", name="plan", data={"value": "Pro"}))
    fold.fold_next()
    tell(journal, hit("event", name="size", data={"value": 12}))
    Fold(journal, board, lambda: {KEY: portal.pk}).fold_next()
    assert told() == {"plan": "Pro", "size": 12}


def test_names_are_noted_once_a_portal(journal, fold, portal):
    """F53."""
    tell(journal, hit(page="a"), hit("event", name="order", data={"Size": 12, "plan": "Pro"}))
    fold.fold_next()
    tell(journal, hit("event", name="order", data={"size ": 13}))
    fold.fold_next()
    rows = SeenField.objects.order_by("name").values_list("portal", "name", "kind", "visit")
    visit = Visit.objects.get().pk
    assert list(rows) == [(portal.pk, "plan", "text", visit), (portal.pk, "size", "number", visit)]


def test_a_hostile_page_does_not_fill_the_table(journal, fold):
    tell(journal, hit(page="a"))
    for batch in range(MAX_SEEN // 40 + 2):
        tell(journal, hit("event", name="x", data={f"n{batch}-{number}": 1 for number in range(40)}))
        fold.fold_next()
    assert SeenField.objects.count() <= MAX_SEEN
    assert len(told()) == MAX_NAMES


@pytest.mark.parametrize("many", [1, 30])
def test_a_batch_of_events_costs_the_same_for_few_and_for_many(journal, fold, many, django_assert_max_num_queries):
    tell(journal, hit(page="a"))
    fold.fold_next()
    for number in range(many):
        tell(journal, hit("event", name="order", data={f"size {number}": number}))
    with django_assert_max_num_queries(16):
        fold.fold_next()


def test_without_events_nothing_is_asked_about_names(journal, fold, django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr("foyer.visits.seen.SeenField.objects", None)
    tell(journal, hit(page="a"))
    fold.fold_next()
    assert Visit.objects.get().page_data is None


def test_a_deleted_visit_leaves_the_name(journal, fold):
    tell(journal, hit(page="a"), hit("event", name="plan", data={"value": "Pro"}))
    fold.fold_next()
    Visit.objects.all().delete()
    row = SeenField.objects.get()
    assert (row.label, row.visit, row.seen_at <= clock.now()) == ("plan", None, True)
