"""The pass: thinks again about who is who around some actors, stores what changed, and writes down why (B1, R22)."""

import dataclasses
from collections.abc import Collection, Iterable

from foyer.events.actions import record
from foyer.identity.graph import TOO_LARGE, Web, web_around
from foyer.identity.models import Actor, Claim, Decision, Turn
from foyer.identity.path import best_path
from foyer.identity.resolve import groups, resolve
from foyer.identity.types import ActorsJoined, ActorsSplit, Resolution

ONLY_ROW = 1
MAX_ACTORS = 200
"""A person never has more actors; a claim that would make one larger is set aside for good."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why the pass runs: the rule, the claims that came or went, whose they are, and who did it."""

    rule: str
    actor_id: int
    claims: tuple[int, ...] = ()
    user_id: int | None = None


def take_turn() -> None:
    """Waits until nobody else is changing who is who; until the end of the transaction nobody else begins."""
    Turn.objects.select_for_update().get_or_create(pk=ONLY_ROW)


def think_again(actor_ids: Collection[int], cause: Cause) -> list[Decision]:
    """Recomputes the persons around these actors and stores the difference. Only inside a turn."""
    return store(web_around(actor_ids), cause)


def store(web: Web, cause: Cause) -> list[Decision]:
    """Resolves a web, moves the actors concerned, and writes decisions and events; nothing when nothing changed."""
    resolution = resolve((member.speaker for member in web.members), web.edges)
    _move(web, resolution)
    decisions = [*_joins(web, resolution, cause), *_splits(web, resolution, cause), *_refuse(web, resolution, cause)]
    if decisions:
        Decision.objects.bulk_create(decisions)
        record(*_events(decisions, cause))
    return decisions


def set_aside(claim: Claim) -> None:
    """The claim joins nobody, for good: otherwise every later claim would have to look at everything again (T38)."""
    claim.refused = TOO_LARGE
    claim.save(update_fields=["refused"])
    profile = Actor.objects.values_list("profile_id", flat=True).get(pk=claim.actor_id)
    Decision.objects.create(
        kind=Decision.Kind.REFUSED, rule=TOO_LARGE, profile_id=profile, actors=[claim.actor_id], claims=[claim.pk]
    )


def _move(web: Web, resolution: Resolution) -> None:
    stored = web.stored
    moved = [Actor(pk=actor, profile_id=to) for actor, to in resolution.profiles.items() if stored[actor] != to]
    if moved:
        Actor.objects.bulk_update(moved, ["profile"])


def _joins(web: Web, resolution: Resolution, cause: Cause) -> Iterable[Decision]:
    stored = web.stored
    for profile, actors in groups(resolution.profiles).items():
        before = {actor: stored[actor] for actor in sorted(actors)}
        if len(set(before.values())) > 1:
            yield Decision(
                kind=Decision.Kind.JOINED,
                rule=cause.rule,
                profile_id=profile,
                actors=sorted(actors),
                claims=_path_claims(web, resolution, before, cause),
                before=_as_json(before),
                after=_as_json(dict.fromkeys(before, profile)),
                user_id=cause.user_id,
            )


def _path_claims(web: Web, resolution: Resolution, before: dict[int, int | None], cause: Cause) -> list[int]:
    """What caused it, then the claims over which the former persons hang together, seen from who caused it."""
    start = cause.actor_id if cause.actor_id in before else min(before)
    edges = [edge for edge in web.edges if edge.claim_id not in resolution.refused]
    found = dict.fromkeys(cause.claims)
    for other in sorted({profile for profile in before.values() if profile is not None} - {before[start]}):
        goals = {actor for actor, profile in before.items() if profile == other}
        found |= dict.fromkeys(edge.claim_id for edge in best_path(edges, start, goals) or [])
    return list(found)


def _splits(web: Web, resolution: Resolution, cause: Cause) -> Iterable[Decision]:
    stored = web.stored
    known = {actor: profile for actor, profile in stored.items() if profile is not None}
    for profile, actors in groups(known).items():
        after = {actor: resolution.profiles[actor] for actor in sorted(actors)}
        if len(set(after.values())) > 1:
            yield Decision(
                kind=Decision.Kind.SPLIT,
                rule=cause.rule,
                profile_id=profile,
                actors=[actor for actor, to in after.items() if to != profile],
                claims=list(cause.claims),
                before=_as_json(dict.fromkeys(after, profile)),
                after=_as_json(after),
                user_id=cause.user_id,
            )


def _refuse(web: Web, resolution: Resolution, cause: Cause) -> Iterable[Decision]:
    """Notes on each claim which guard refuses it now, and decides on those that are newly refused."""
    changed = [edge for edge in web.edges if web.refused[edge.claim_id] != resolution.refused.get(edge.claim_id, "")]
    if changed:
        rows = [Claim(pk=edge.claim_id, refused=resolution.refused.get(edge.claim_id, "")) for edge in changed]
        Claim.objects.bulk_update(rows, ["refused"])
    accepted = [edge for edge in web.edges if edge.claim_id not in resolution.refused]
    for edge in changed:
        if rule := resolution.refused.get(edge.claim_id):
            holders = [other for other in accepted if other.identifier_id == edge.identifier_id]
            actors = dict.fromkeys([edge.actor_id, *(holder.actor_id for holder in holders)])
            yield Decision(
                kind=Decision.Kind.REFUSED,
                rule=rule,
                profile_id=resolution.profiles[edge.actor_id],
                actors=list(actors),
                claims=[edge.claim_id, *(holder.claim_id for holder in holders)],
                user_id=cause.user_id,
            )


def _events(decisions: Iterable[Decision], cause: Cause) -> list[ActorsJoined | ActorsSplit]:
    kinds: dict[str, type[ActorsJoined] | type[ActorsSplit]] = {
        Decision.Kind.JOINED.value: ActorsJoined,
        Decision.Kind.SPLIT.value: ActorsSplit,
    }
    return [
        kinds[decision.kind](
            subject_id=decision.profile_id or 0,
            actor_id=cause.actor_id,
            user_id=cause.user_id,
            decision=decision.pk,
            rule=decision.rule,
        )
        for decision in decisions
        if decision.kind in kinds
    ]


def _as_json(profiles: dict[int, int | None] | dict[int, int]) -> dict[str, int | None]:
    return {str(actor): profile for actor, profile in profiles.items()}
