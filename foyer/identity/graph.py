"""Reading what hangs together with some actors, for the resolution, in a fixed number of queries."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from foyer.identity.customers import portal_of
from foyer.identity.models import Actor, Claim, Identifier
from foyer.identity.types import Edge, Speaker

TOO_LARGE = "too-large"
CONTACT_PREFIX = "contact:"

# Dots are numbers: an actor is its id, an identifier is its id with a minus. The same SQL runs on both databases.
# The standing is asked for row by row, because SQLite would read the whole table of identifiers for a join.
_REACHABLE = """
WITH RECURSIVE reached(dot) AS (
    SELECT id FROM identity_actor WHERE id IN ({seeds})
    UNION
    SELECT CASE WHEN reached.dot > 0 THEN -claim.identifier_id ELSE claim.actor_id END
    FROM reached
    JOIN identity_claim claim ON (claim.actor_id = reached.dot OR claim.identifier_id = -reached.dot)
    WHERE claim.retracted_at IS NULL AND claim.refused <> %s
    AND (SELECT standing FROM identity_identifier WHERE id = claim.identifier_id) = %s
)
SELECT dot FROM reached WHERE dot > 0
"""


class Member(NamedTuple):
    """An actor with the profile that is stored for it."""

    speaker: Speaker
    profile_id: int | None


class Web(NamedTuple):
    """Actors that may be one person, and all claims that may join them."""

    members: list[Member]
    edges: list[Edge]
    refused: dict[int, str]

    @property
    def stored(self) -> dict[int, int | None]:
        """The stored profile of each actor."""
        return {member.speaker.id: member.profile_id for member in self.members}

    def without(self, claim_ids: Collection[int]) -> "Web":
        """The same web if these claims were not there."""
        return self._replace(edges=[edge for edge in self.edges if edge.claim_id not in claim_ids])


def web_around(actor_ids: Collection[int]) -> Web:
    """Everything that hangs together with these actors over claims that may join: three queries."""
    reached = reachable(actor_ids)
    return _web(Actor.objects.filter(pk__in=reached), joining_claims().filter(actor__in=reached))


def whole_web() -> Web:
    """All actors and all claims that may join: two queries."""
    return _web(Actor.objects.all(), joining_claims())


def reachable(actor_ids: Collection[int]) -> list[int]:
    """The ids of all actors that hang together with these; one query."""
    if not actor_ids:
        return []
    sql = _REACHABLE.format(seeds=", ".join(["%s"] * len(actor_ids)))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*actor_ids, TOO_LARGE, Identifier.Standing.NORMAL.value])
        return [row[0] for row in cursor.fetchall()]


def joining_claims() -> QuerySet[Claim]:
    """Claims that may join: not retracted, not set aside for good, and their identifier stands normal."""
    normal = Claim.objects.filter(retracted_at=None, identifier__standing=Identifier.Standing.NORMAL)
    return normal.exclude(refused=TOO_LARGE)


def edges_of(claims: Iterable[Claim]) -> list[Edge]:
    """Claims, read with their identifiers, as lines."""
    return [_edge(claim) for claim in claims]


def _web(actors: QuerySet[Actor], claims: QuerySet[Claim]) -> Web:
    members = [
        Member(Speaker(pk, ref.startswith(CONTACT_PREFIX)), profile_id)
        for pk, ref, profile_id in actors.order_by("pk").values_list("pk", "ref", "profile_id")
    ]
    found = list(claims.select_related("identifier").order_by("pk"))
    return Web(members, edges_of(found), {claim.pk: claim.refused for claim in found})


def _edge(claim: Claim) -> Edge:
    return Edge(
        claim_id=claim.pk,
        actor_id=claim.actor_id,
        identifier_id=claim.identifier_id,
        kind=claim.identifier.kind,
        level=claim.level,
        at=claim.at,
        is_by_hand=claim.identifier.kind == Identifier.Kind.RECORD and claim.way == Claim.Way.AGENT,
        portal_id=portal_of(claim.identifier.value) if claim.identifier.kind == Identifier.Kind.CUSTOMER else 0,
    )
