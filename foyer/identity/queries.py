"""Questions about who is who, each in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import F, QuerySet

from foyer.identity.graph import edges_of, joining_claims
from foyer.identity.models import Actor, Claim, Decision, Identifier, Profile
from foyer.identity.path import assurance
from foyer.identity.types import KnownIdentifier


def actors_of(person: int | Actor | Profile) -> list[int]:
    """The ids of all actors of the person of this actor or profile, the oldest first; one query.

    A profile is named after its oldest actor, so the id of either says who is meant.
    """
    person_id = person if isinstance(person, int) else person.pk
    profile = Actor.objects.filter(pk=person_id).values("profile_id")
    return list(Actor.objects.filter(profile__in=profile).order_by("pk").values_list("pk", flat=True))


def profile_of(actor_id: int) -> int:
    """The profile of an actor."""
    return Actor.objects.values_list("profile_id", flat=True).get(pk=actor_id) or actor_id


def profiles_of(actor_ids: Collection[int]) -> dict[int, int]:
    """The profile of each actor; one query."""
    rows = Actor.objects.filter(pk__in=actor_ids).values_list("pk", "profile_id")
    return {actor: profile or actor for actor, profile in rows}


def identifiers_of(person: int | Actor | Profile) -> list[KnownIdentifier]:
    """The e-mail addresses and phone numbers of a person, the surest and newest first; two queries."""
    return _known(_claims_of(actors_of(person)))


def identifiers_of_many(profile_ids: Collection[int]) -> dict[int, list[KnownIdentifier]]:
    """The same of many profiles at once; one query."""
    claims: defaultdict[int, list[Claim]] = defaultdict(list)
    for claim in _shown().filter(actor__profile__in=profile_ids).annotate(person=F("actor__profile")):
        claims[claim.person].append(claim)
    return {profile: _known(found) for profile, found in claims.items()}


def assurance_of(actor_id: int, goals: Collection[int]) -> int | None:
    """How sure it is that the actor is the person of `goals`, say of a record (B3, T2). See `path`."""
    claims = joining_claims().filter(actor__in=actors_of(actor_id), refused="").select_related("identifier")
    return assurance(edges_of(claims), actor_id, goals)


def decisions_of(person: int | Actor | Profile) -> QuerySet[Decision]:
    """What was decided about a person, the newest first."""
    return Decision.objects.filter(profile__in=actors_of(person)).select_related("user").order_by("-at", "-pk")


def holders_of(kind: str, value: str) -> list[int]:
    """The actors that show a normalised identifier and that it may join: whom a call or a message may be from."""
    claims = joining_claims().filter(identifier__kind=kind, identifier__value=value, refused="")
    return list(claims.order_by("actor").values_list("actor", flat=True).distinct())


def _claims_of(actor_ids: Collection[int]) -> list[Claim]:
    return list(_shown().filter(actor__in=actor_ids))


def _shown() -> QuerySet[Claim]:
    """Claims of e-mails and phones that count."""
    claims = Claim.objects.filter(retracted_at=None).exclude(identifier__kind=Identifier.Kind.RECORD)
    return claims.select_related("identifier").order_by("-level", "-at", "-pk")


def _known(claims: list[Claim]) -> list[KnownIdentifier]:
    by_identifier: defaultdict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_identifier[claim.identifier_id].append(claim)
    return [_summary(found) for found in by_identifier.values()]


def _summary(claims: list[Claim]) -> KnownIdentifier:
    best, last = claims[0], max(claims, key=lambda claim: (claim.at, claim.pk))
    return KnownIdentifier(
        id=best.identifier_id,
        kind=best.identifier.kind,
        value=best.identifier.value,
        standing=best.identifier.standing,
        level=best.level,
        way=best.way,
        name=last.name,
        at=last.at,
        claims=len(claims),
    )
