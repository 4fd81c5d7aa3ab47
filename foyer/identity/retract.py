"""Taking an identifier off a person, undoing decisions, and identifiers that stop joining (D18, F151, B1, B2, B9)."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foyer.identity.graph import TOO_LARGE, reachable, web_around
from foyer.identity.join import MAX_ACTORS, Cause, set_aside, take_turn, think_again
from foyer.identity.models import Actor, Claim, Decision, Identifier
from foyer.identity.queries import actors_of
from foyer.identity.resolve import resolve
from foyer.identity.sharing import has_too_many_names, holders_and_names
from foyer.identity.types import Leaving
from foyer.lib import clock
from foyer.team.models import User
from foyer.team.types import Refusal

TAKEN_OFF = "taken-off"
UNDONE = "undone"
JOIN_RULES = frozenset(f"{kind}-exact" for kind in Identifier.Kind.values)
RETRACTIONS = frozenset({TAKEN_OFF, UNDONE})
STANDING_RULE = "identifier-{}"


def preview_take_off(actor_id: int, identifier_id: int) -> Leaving:
    """Which actors would leave this actor's person if the identifier were taken off: shown before the click (D18).

    Changes nothing. `actor_id` is that of the CRM record whose page it is: what hangs on to it stays.
    """
    web = web_around(actors_of(actor_id))
    doomed = set(_shown(actor_id, identifier_id).values_list("pk", flat=True))
    left = web.without(doomed)
    after = resolve((member.speaker for member in left.members), left.edges).profiles
    members = {member for member in after if web.stored[member] == web.stored[actor_id]}
    stay = frozenset(member for member in members if after[member] == after[actor_id])
    return Leaving(stay=stay, leave=frozenset(members - stay))


def take_off(actor_id: int, identifier_id: int, by: User | None) -> Decision:
    """Retracts all claims of the identifier by this actor's person; who hung on it leaves. `undo` reverts it (D18)."""
    with transaction.atomic():
        take_turn()
        claims = list(_shown(actor_id, identifier_id).order_by("pk"))
        if not claims:
            raise Refusal(_("This was taken off already."))
        return _retract(claims, by, TAKEN_OFF)


def undo(decision: Decision, by: User | None) -> None:
    """Takes a decision back: a join by retracting what caused it, a retraction by letting the claims count again (B1).

    Undoing twice is undoing once.
    """
    with transaction.atomic():
        take_turn()
        fresh = Decision.objects.select_for_update().get(pk=decision.pk)
        if fresh.undone_at is not None:
            return
        if not may_undo(fresh):
            raise Refusal(_("This decision cannot be undone."))
        if fresh.kind == Decision.Kind.JOINED:
            _take_join_back(fresh, by)
        else:
            _restore(fresh, by)
        Decision.objects.filter(pk=fresh.pk).update(undone_at=clock.now())


def unlink(claim: Claim, by: User | None) -> None:
    """Takes back that an actor is the person of a record: the counterpart of `link`. Twice is once."""
    with transaction.atomic():
        take_turn()
        fresh = Claim.objects.get(pk=claim.pk)
        if fresh.retracted_at is None:
            _retract([fresh], by, UNDONE)


def may_undo(decision: Decision) -> bool:
    """Whether there is something to take back: joins over an identifier, and what somebody took off or undid."""
    if decision.undone_at is not None:
        return False
    rules = JOIN_RULES if decision.kind == Decision.Kind.JOINED else RETRACTIONS
    return decision.kind != Decision.Kind.REFUSED and decision.rule in rules


def change_standing(
    identifier: Identifier, standing: str, *, cause: Claim | None = None, by: User | None = None
) -> None:
    """An identifier stops joining people: shared, our own, or blocked. Sticky; who holds it is looked at again."""
    with transaction.atomic():
        take_turn()
        claims = list(Claim.objects.filter(identifier=identifier, retracted_at=None).order_by("pk"))
        identifier.standing = Identifier.Standing(standing)
        identifier.save(update_fields=["standing"])
        Claim.objects.filter(identifier=identifier).exclude(refused__in=["", TOO_LARGE]).update(refused="")
        rule = STANDING_RULE.format(identifier.standing)
        joining = [claim for claim in claims if claim.refused != TOO_LARGE]
        holders = {claim.actor_id for claim in joining}
        ids = tuple(claim.pk for claim in joining)
        Decision.objects.create(
            kind=Decision.Kind.REFUSED,
            rule=rule,
            profile_id=cause.actor.profile_id if cause else None,
            actors=sorted(holders),
            claims=list(ids),
            user=by,
        )
        if holders:
            actor_id = cause.actor_id if cause else min(holders)
            think_again(holders, Cause(rule=rule, actor_id=actor_id, claims=ids, user_id=by.pk if by else None))


def _retract(claims: list[Claim], by: User | None, rule: str) -> Decision:
    ids = tuple(claim.pk for claim in claims)
    actors = {claim.actor_id for claim in claims}
    before = _profile_of(claims[0])
    holders = _holders(claims)
    Claim.objects.filter(pk__in=ids).update(retracted_at=clock.now(), retracted_by=by, refused="")
    cause = Cause(rule=rule, actor_id=min(actors), claims=ids, user_id=by.pk if by else None)
    decisions = think_again(actors | holders, cause)
    split = next((d for d in decisions if d.kind == Decision.Kind.SPLIT), None)
    return split or Decision.objects.create(
        kind=Decision.Kind.SPLIT, rule=rule, profile_id=before, claims=list(ids), user=by
    )


def _take_join_back(decision: Decision, by: User | None) -> None:
    """What caused the join is the first of its claims; the same actor may have shown it more than once."""
    first = Claim.objects.filter(pk__in=decision.claims[:1]).first()
    same = Claim.objects.filter(retracted_at=None)
    claims = list(same.filter(actor=first.actor_id, identifier=first.identifier_id).order_by("pk")) if first else []
    if not claims:
        raise Refusal(_("What joined them was taken off already."))
    _retract(claims, by, UNDONE)


def _restore(decision: Decision, by: User | None) -> None:
    gone = Claim.objects.filter(pk__in=decision.claims, retracted_at__isnull=False)
    claims = list(gone.select_related("identifier").order_by("pk"))
    for claim in claims:
        claim.retracted_at = claim.retracted_by = None
        claim.save(update_fields=["retracted_at", "retracted_by"])
        if len(reachable([claim.actor_id])) > MAX_ACTORS:
            set_aside(claim)
    _share_again({claim.identifier for claim in claims})
    actors = {claim.actor_id for claim in claims} | _holders(claims)
    if actors:
        cause = Cause(
            rule=UNDONE, actor_id=min(actors), claims=tuple(c.pk for c in claims), user_id=by.pk if by else None
        )
        think_again(actors, cause)


def _share_again(identifiers: Iterable[Identifier]) -> None:
    """Others may have shown it under more names meanwhile."""
    for identifier in identifiers:
        joins = identifier.standing == Identifier.Standing.NORMAL and identifier.kind != Identifier.Kind.RECORD
        if joins and has_too_many_names(holders_and_names(identifier)):
            change_standing(identifier, Identifier.Standing.SHARED)


def _shown(actor_id: int, identifier_id: int) -> QuerySet[Claim]:
    return Claim.objects.filter(actor__in=actors_of(actor_id), identifier=identifier_id, retracted_at=None)


def _holders(claims: Iterable[Claim]) -> set[int]:
    identifiers: Collection[int] = {claim.identifier_id for claim in claims}
    rows = Claim.objects.filter(identifier__in=identifiers, retracted_at=None).exclude(refused=TOO_LARGE)
    return set(rows.values_list("actor_id", flat=True))


def _profile_of(claim: Claim) -> int | None:
    return Actor.objects.values_list("profile_id", flat=True).get(pk=claim.actor_id)
