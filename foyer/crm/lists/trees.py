"""Filters as people build them: conditions joined by and / or, with groups one level deep. Pure (E16).

A tree is `{"all": [part, ...]}` or `{"any": [part, ...]}`; a part is a condition or such a tree again.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Tree = Mapping[str, Any]
WORDS = ("all", "any")
OTHER = {"all": "any", "any": "all"}


def is_group(part: object) -> bool:
    """Whether a part joins several others."""
    return isinstance(part, dict) and len(part) == 1 and next(iter(part)) in WORDS and isinstance(_parts(part), list)


def joined_of(tree: Tree) -> str:
    """`all` or `any`; `all` where nothing is filtered."""
    return next(iter(tree), "all")


def parts_of(tree: Tree) -> list[Any]:
    """What is joined."""
    return list(_parts(tree)) if tree else []


def has_groups(tree: Tree) -> bool:
    """Whether there are groups in it already: no deeper ones are built."""
    return any(is_group(part) for part in parts_of(tree))


def and_also(tree: Tree, condition: Tree) -> dict[str, Any]:
    """It must fit as well as everything before."""
    return _joined("all", tree, condition)


def or_else(tree: Tree, condition: Tree) -> dict[str, Any]:
    """It is enough alone, whatever stands before."""
    return _joined("any", tree, condition)


def beside(tree: Tree, place: int, condition: Tree) -> dict[str, Any]:
    """Joined with one part only, in the other way than the parts are: B of "A and B" becomes "A and (B or C)"."""
    joined, parts = joined_of(tree), parts_of(tree)
    inner = OTHER[joined]
    before = parts_of(parts[place]) if is_group(parts[place]) else [parts[place]]
    return {joined: [*parts[:place], {inner: [*before, condition]}, *parts[place + 1 :]]}


def without(tree: Tree, path: Sequence[int]) -> dict[str, Any]:
    """The tree without the part at this place, or at this place of a group; nothing when none is left."""
    place, *inner = path
    parts = parts_of(tree)
    rest = [without(parts[place], inner)] if inner else []
    return _tidy(joined_of(tree), [*parts[:place], *(part for part in rest if part), *parts[place + 1 :]])


def together(*trees: Tree) -> dict[str, Any]:
    """All of these trees at once."""
    found: dict[str, Any] = {}
    for tree in trees:
        for part in parts_of(tree) if joined_of(tree) == "all" else [tree]:
            found = and_also(found, part)
    return _tidy(joined_of(found), parts_of(found))


def _joined(how: str, tree: Tree, part: Tree) -> dict[str, Any]:
    parts = parts_of(tree)
    return {how: [*parts, part]} if joined_of(tree) == how or len(parts) < 2 else {how: [dict(tree), part]}


def _tidy(joined: str, parts: list[Any]) -> dict[str, Any]:
    """A group of one is that one, and a single group is the tree."""
    parts = [_parts(part)[0] if is_group(part) and len(_parts(part)) == 1 else part for part in parts]
    if len(parts) == 1 and is_group(parts[0]):
        return dict(parts[0])
    return {joined: parts} if parts else {}


def _parts(tree: Tree) -> Any:
    return next(iter(tree.values()))
