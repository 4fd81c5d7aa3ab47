"""From claims to persons: pure, in one canonical order, so that the same claims always give the same persons (R22).

Actors and identifiers are dots, claims are lines between them. Lines are taken in order of level (surest first), kind,
time and id; a guard may refuse a line. What hangs together in the end is a person, named after its oldest actor.
Because the surest lines come first, each person's lines form the tree on which `path` finds the best path.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from foyer.identity.types import Edge, Resolution, Speaker

KIND_ORDER = {"record": 0, "customer": 1, "email": 2, "phone": 3}

Dot = tuple[bool, int]


class Cluster:
    """Dots that hang together so far."""

    __slots__ = ("actors", "contacts", "customers", "dots")

    def __init__(self, dot: Dot) -> None:
        self.dots = [dot]
        self.actors: list[int] = []
        self.contacts = 0
        self.customers: dict[int, int] = {}

    def take(self, other: "Cluster") -> None:
        """Adds the dots of another cluster."""
        self.dots += other.dots
        self.actors += other.actors
        self.contacts += other.contacts
        self.customers |= other.customers


Guard = Callable[[Cluster, Cluster, Edge], bool]


def two_contacts(left: Cluster, right: Cluster, edge: Edge) -> bool:
    """Two contacts of the CRM are never joined by themselves, only by somebody's hand (identity.md, guard)."""
    return bool(left.contacts and right.contacts) and not edge.is_by_hand


def two_customers(left: Cluster, right: Cluster, _edge: Edge) -> bool:
    """Two customer numbers of one portal are two people: the website says so itself (E39, T3)."""
    return any(right.customers.get(portal, number) != number for portal, number in left.customers.items())


GUARDS: Mapping[str, Guard] = {"two-contacts": two_contacts, "two-customers": two_customers}


def resolve(speakers: Iterable[Speaker], edges: Iterable[Edge]) -> Resolution:
    """The profile of every actor, and the rule by which each refused claim was refused."""
    clusters = _loose_dots(speakers)
    refused: dict[int, str] = {}
    for edge in sorted(edges, key=canonical):
        if rule := _draw(clusters, edge):
            refused[edge.claim_id] = rule
    return Resolution(_profiles(clusters), refused)


def canonical(edge: Edge) -> tuple[int, int, float, int]:
    """The order in which claims are taken: level, kind, time, id."""
    return (-edge.level, KIND_ORDER[edge.kind], edge.at.timestamp(), edge.claim_id)


def groups(profiles: Mapping[int, int]) -> dict[int, frozenset[int]]:
    """The actors of each profile."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for actor, profile in profiles.items():
        found[profile].add(actor)
    return {profile: frozenset(actors) for profile, actors in found.items()}


def _loose_dots(speakers: Iterable[Speaker]) -> dict[Dot, Cluster]:
    clusters: dict[Dot, Cluster] = {}
    for speaker in speakers:
        dot = (True, speaker.id)
        cluster = clusters[dot] = Cluster(dot)
        cluster.actors.append(speaker.id)
        cluster.contacts = int(speaker.is_contact)
    return clusters


def _draw(clusters: dict[Dot, Cluster], edge: Edge) -> str:
    """Draws one line; returns the rule that refused it, or nothing."""
    dot = (False, edge.identifier_id)
    left = clusters[True, edge.actor_id]
    right = clusters.get(dot) or clusters.setdefault(dot, _identifier(dot, edge))
    if left is right:
        return ""
    for rule, refuses in GUARDS.items():
        if refuses(left, right, edge):
            return rule
    _unite(clusters, left, right)
    return ""


def _identifier(dot: Dot, edge: Edge) -> Cluster:
    cluster = Cluster(dot)
    if edge.portal_id:
        cluster.customers[edge.portal_id] = edge.identifier_id
    return cluster


def _unite(clusters: dict[Dot, Cluster], left: Cluster, right: Cluster) -> None:
    small, large = sorted((left, right), key=lambda cluster: len(cluster.dots))
    large.take(small)
    for dot in small.dots:
        clusters[dot] = large


def _profiles(clusters: Mapping[Dot, Cluster]) -> dict[int, int]:
    oldest: dict[int, int] = {}
    profiles: dict[int, int] = {}
    for (is_actor, actor_id), cluster in clusters.items():
        if is_actor:
            if id(cluster) not in oldest:
                oldest[id(cluster)] = min(cluster.actors)
            profiles[actor_id] = oldest[id(cluster)]
    return profiles
