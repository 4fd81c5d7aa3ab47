"""Questions about who is who, each in a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from foyer.identity.customers import number_of, portal_of
from foyer.identity.graph import edges_of, joining_claims
from foyer.identity.models import Actor, Claim, Decision, Identifier, Profile
from foyer.identity.path import assurance
from foyer.identity.types import KnownIdentifier
from foyer.lib.prepared import prepared

MAX_TYPED_PER_HOUR = 5


def actors_of(person: int | Actor | Profile) -> list[int]:
    """The ids of all actors of the person of this actor or profile, the oldest first; one query.

    A profile is named after its oldest actor, so the id of either says who is meant.
    """
    return _actors(person if isinstance(person, int) else person.pk)


@prepared
def _actors(person_id: Any) -> QuerySet[Actor, int]:
    profile = Actor.objects.filter(pk=person_id).values("profile_id")
    return Actor.objects.filter(profile__in=profile).order_by("pk").values_list("pk", flat=True)


def profile_of(actor_id: int) -> int:
    """The profile of an actor."""
    return Actor.objects.values_list("profile_id", flat=True).get(pk=actor_id) or actor_id


def profiles_of(actor_ids: Collection[int]) -> dict[int, int]:
    """The profile of each actor; one query."""
    return {actor: profile or actor for actor, profile in _profiles(tuple(actor_ids))}


@prepared
def _profiles(actor_ids: Any) -> QuerySet[Actor, tuple[int, int | None]]:
    return Actor.objects.filter(pk__in=actor_ids).values_list("pk", "profile_id")


def names_of(actor_ids: Collection[int]) -> dict[int, str]:
    """The name under which each actor was shown first, of those that were shown under one; one query."""
    return dict(Actor.objects.filter(pk__in=actor_ids).exclude(name="").values_list("pk", "name"))


def identifiers_of(person: int | Actor | Profile) -> list[KnownIdentifier]:
    """Addresses, numbers, then customer numbers of a person, of each the surest and newest first; two queries."""
    return identifiers_of_actors(actors_of(person))


def identifiers_of_actors(actor_ids: Collection[int]) -> list[KnownIdentifier]:
    """The same where the actors of the person are known; one query."""
    return _known([_Claim(*row) for row in _claims(tuple(actor_ids), whose="actor")])


def identifiers_of_many(profile_ids: Collection[int]) -> dict[int, list[KnownIdentifier]]:
    """The same of many profiles at once; one query."""
    claims: defaultdict[int, list[_Claim]] = defaultdict(list)
    for row in _claims(tuple(profile_ids), whose="actor__profile"):
        claim = _Claim(*row)
        claims[claim.profile or claim.actor].append(claim)
    return {profile: _known(found) for profile, found in claims.items()}


def assurance_of(actor_id: int, goals: Collection[int]) -> int | None:
    """How sure it is that the actor is the person of `goals`, say of a record (B3, T2). See `path`."""
    claims = joining_claims().filter(actor__in=actors_of(actor_id), refused="").select_related("identifier")
    return assurance(edges_of(claims), actor_id, goals)


def decisions_of(person: int | Actor | Profile) -> QuerySet[Decision]:
    """What was decided about a person, the newest first."""
    return Decision.objects.filter(profile__in=actors_of(person)).select_related("user").order_by("-at", "-pk")


def claims_left(actor_id: int, way: str, event_ref: str, at: dt.datetime) -> int:
    """How many addresses a visitor may still type at this moment: 5 an hour of one browser in one way (T36).

    Counted where claims are stored and without those of the event itself, so that reacting to it again counts the same.
    """
    own = Claim.objects.filter(actor=actor_id, way=way, at__gt=at - dt.timedelta(hours=1), at__lte=at)
    return max(0, MAX_TYPED_PER_HOUR - own.exclude(event_ref=event_ref).count())


def holders_of(kind: str, value: str) -> list[int]:
    """The actors that show a normalised identifier and that it may join: whom a call or a message may be from."""
    claims = joining_claims().filter(identifier__kind=kind, identifier__value=value, refused="")
    return list(claims.order_by("actor").values_list("actor", flat=True).distinct())


class _Claim(NamedTuple):
    """What these questions need of a claim: whole rows of three tables for each would cost most of the time (P5)."""

    actor: int
    profile: int | None
    id: int
    identifier: int
    level: int
    way: str
    name: str
    at: dt.datetime
    kind: str
    value: str
    standing: str


@prepared
def _claims(ids: Any, *, whose: str) -> QuerySet[Claim, tuple[Any, ...]]:
    """Claims of all that people know somebody by, as far as they count, the surest and newest first."""
    claims = Claim.objects.filter(Q((f"{whose}__in", ids)), retracted_at=None)
    claims = claims.exclude(identifier__kind=Identifier.Kind.RECORD)
    own = ("actor", "actor__profile", "pk", "identifier", "level", "way", "name", "at")
    shown = ("identifier__kind", "identifier__value", "identifier__standing")
    return claims.order_by("-level", "-at", "-pk").values_list(*own, *shown)


def _known(claims: list[_Claim]) -> list[KnownIdentifier]:
    by_identifier: defaultdict[int, list[_Claim]] = defaultdict(list)
    for claim in claims:
        by_identifier[claim.identifier].append(claim)
    known = [_summary(found) for found in by_identifier.values()]
    return sorted(known, key=lambda one: one.kind == Identifier.Kind.CUSTOMER)


def _summary(claims: list[_Claim]) -> KnownIdentifier:
    best, last = claims[0], max(claims, key=lambda claim: (claim.at, claim.id))
    is_customer = best.kind == Identifier.Kind.CUSTOMER
    return KnownIdentifier(
        id=best.identifier,
        kind=best.kind,
        value=number_of(best.value) if is_customer else best.value,
        standing=best.standing,
        level=best.level,
        way=best.way,
        name=last.name,
        at=last.at,
        claims=len(claims),
        portal_id=portal_of(best.value) if is_customer else None,
    )


def is_signed(actor_id: int) -> bool:
    """Whether the website's server has signed who this very browser is (E39); what others showed says nothing of it.

    Where two customers have logged in, nobody knows which of them sits there now.
    """
    signed = Claim.objects.filter(actor=actor_id, way=Claim.Way.SIGNED, retracted_at=None)
    kinds = [kind for kind, _ in signed.values_list("identifier__kind", "identifier").distinct()]
    return bool(kinds) and kinds.count(Identifier.Kind.CUSTOMER) <= 1


def is_of_two_customers(actor_id: int) -> bool:
    """Whether a portal has signed two customer numbers for this browser."""
    signed = Claim.objects.filter(actor=actor_id, identifier__kind=Identifier.Kind.CUSTOMER, retracted_at=None)
    return signed.values("identifier").distinct().count() > 1
