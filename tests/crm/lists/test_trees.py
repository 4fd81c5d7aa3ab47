"""Filters joined by and / or, with groups one level deep (E16)."""

import pytest

from foyer.crm.lists.trees import and_also, beside, has_groups, or_else, together, without

A, B, C, D = ({"field": name, "is": "filled"} for name in "abcd")


def fits(tree, true):
    """Whether a record fits of which only these fields are filled in."""
    if "field" in tree:
        return tree["field"] in true
    [(joined, parts)] = tree.items()
    return (all if joined == "all" else any)(fits(part, true) for part in parts)


def test_a_and_b_or_c_alone():
    tree = or_else(and_also(and_also({}, A), B), C)
    assert tree == {"any": [{"all": [A, B]}, C]}
    assert [fits(tree, true) for true in ("a", "ab", "c", "b")] == [False, True, True, False]


def test_a_and_either_b_or_c():
    tree = beside({"all": [A, B]}, 1, C)
    assert tree == {"all": [A, {"any": [B, C]}]}
    assert beside(tree, 1, D) == {"all": [A, {"any": [B, C, D]}]}
    assert has_groups(tree)


def test_one_filter_is_joined_either_way_without_a_group():
    assert or_else({"all": [A]}, B) == {"any": [A, B]}
    assert and_also({"any": [A]}, B) == {"all": [A, B]}


@pytest.mark.parametrize(
    ("path", "left"),
    [((0,), {"any": [B, C]}), ((1, 0), {"all": [A, C]}), ((1,), {"all": [A]})],
)
def test_what_is_taken_off_leaves_no_needless_group(path, left):
    assert without({"all": [A, {"any": [B, C]}]}, path) == left


def test_the_last_filter_leaves_nothing():
    assert without({"all": [A]}, (0,)) == {}


def test_filters_of_a_view_and_those_that_were_added_stay_flat():
    assert together({"all": [A]}, {"all": [B, C]}) == {"all": [A, B, C]}
    assert together({"all": [A]}, {"any": [B, C]}) == {"all": [A, {"any": [B, C]}]}
    assert together({}, {"any": [B, C]}) == {"any": [B, C]}
