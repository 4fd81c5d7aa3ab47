"""How sure it is that two actors are the same person: the weakest link on the best path (B3, T2). Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from foyer.identity.resolve import KIND_ORDER
from foyer.identity.types import Edge

SAME = 4
"""An actor is itself for sure."""

Dot = tuple[bool, int]


def assurance(edges: Iterable[Edge], start: int, goals: Collection[int]) -> int | None:
    """The level at which the actor `start` is one of the actors `goals`; None when no path leads there."""
    found = best_path(edges, start, goals)
    if found is None:
        return None
    return min((edge.level for edge in found), default=SAME)


def best_path(edges: Iterable[Edge], start: int, goals: Collection[int]) -> list[Edge] | None:
    """The claims between an actor and the nearest of `goals`, along which the weakest is as strong as can be.

    Edges are admitted level by level, surest first; the first level at which a goal is reached is the answer.
    Among the paths of that level the shortest is taken, and of equals the one that comes first in canonical order.
    """
    if start in goals:
        return []
    lines = sorted(edges, key=lambda edge: (-edge.level, KIND_ORDER[edge.kind], edge.claim_id))
    for level in dict.fromkeys(edge.level for edge in lines):
        found = _shortest([edge for edge in lines if edge.level >= level], start, goals)
        if found is not None:
            return found
    return None


def _shortest(edges: list[Edge], start: int, goals: Collection[int]) -> list[Edge] | None:
    neighbours = _neighbours(edges)
    reached: dict[Dot, list[Edge]] = {(True, start): []}
    border = [(True, start)]
    while border:
        border, last = [], border
        for dot in last:
            for edge, other in neighbours[dot]:
                if other in reached:
                    continue
                reached[other] = [*reached[dot], edge]
                if other[0] and other[1] in goals:
                    return reached[other]
                border.append(other)
    return None


def _neighbours(edges: list[Edge]) -> defaultdict[Dot, list[tuple[Edge, Dot]]]:
    table: defaultdict[Dot, list[tuple[Edge, Dot]]] = defaultdict(list)
    for edge in edges:
        actor, identifier = (True, edge.actor_id), (False, edge.identifier_id)
        table[actor].append((edge, identifier))
        table[identifier].append((edge, actor))
    return table
