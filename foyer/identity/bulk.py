"""Who is who for many records at once: what joins nobody is stored in a few statements, the rest goes the exact way.

A claim joins nobody when its identifier joins nobody (info@, our own) or when no other actor shows it. The result is
the same as that of `actions.claim` for each: `bin/foyer identity verify` finds no difference (R22).
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from foyer.identity.actions import claim
from foyer.identity.actors import MAX_NAME
from foyer.identity.graph import TOO_LARGE
from foyer.identity.join import Cause, take_turn, think_again
from foyer.identity.models import Actor, Claim, Identifier, Profile
from foyer.lib import clock
from foyer.lib.emails import is_role_address
from foyer.lib.inserting import insert_many, insert_rows, new_ids
from foyer.lib.text import clean_line
from foyer.team.models import User

TAKEN_BACK = "undone"
CHUNK = 400

Value = tuple[str, str]
"""Kind and normalised value of an identifier."""


class Shown(NamedTuple):
    """An actor that shows an identifier under a name; the value is normalised already."""

    actor: Actor
    kind: str
    value: str
    name: str


class Known(NamedTuple):
    """An identifier as far as it matters here."""

    pk: int
    standing: str


def record_actors(module: str, names: Sequence[str]) -> list[Actor]:
    """New actors for records of a module, each a person of its own; two statements. In the caller's transaction."""
    now, ids = clock.now(), new_ids(Actor, len(names))
    insert_rows(Profile, id=ids, created_at=now)
    made = zip(ids, names, strict=True)
    refs = f"{module}:"
    return list(
        insert_many(
            [
                Actor(
                    pk=pk,
                    kind=Actor.Kind.RECORD,
                    ref=f"{refs}{uuid.uuid4()}",
                    name=clean_line(name, MAX_NAME),
                    profile_id=pk,
                    created_at=now,
                )
                for pk, name in made
            ]
        )
    )


def claim_many(shown: Collection[Shown], *, event_ref: str, level: int, way: str, user: User | None) -> int:
    """New actors show identifiers; returns how many went the exact way. In the caller's transaction."""
    if not shown:
        return 0
    take_turn()
    identifiers = _identifiers({(each.kind, each.value) for each in shown})
    held = _held(identifiers.values())
    times = Counter((each.kind, each.value) for each in shown)
    alone: list[tuple[Shown, int]] = []
    exact: list[Shown] = []
    for each in shown:
        key = (each.kind, each.value)
        identifier = identifiers[key]
        joins = identifier.standing == Identifier.Standing.NORMAL
        if joins and (times[key] > 1 or identifier.pk in held):
            exact.append(each)
        else:
            alone.append((each, identifier.pk))
    _store(alone, event_ref=event_ref, level=level, way=way)
    for each in exact:
        claim(each.actor, each.kind, each.value, event_ref=event_ref, level=level, way=way, name=each.name, user=user)
    return len(exact)


def retract_many(actor_ids: Collection[int], event_ref: str, by: User | None) -> None:
    """Takes back what these actors showed by one event; who hung on it leaves. In the caller's transaction."""
    take_turn()
    mine = Claim.objects.filter(actor__in=actor_ids, event_ref=event_ref, retracted_at=None)
    rows = list(mine.values_list("pk", "actor_id", "identifier_id"))
    identifiers = {identifier for _pk, _actor, identifier in rows}
    others = Claim.objects.filter(identifier__in=identifiers, retracted_at=None).exclude(refused=TOO_LARGE)
    holders: defaultdict[int, set[int]] = defaultdict(set)
    for identifier, actor in others.values_list("identifier_id", "actor_id"):
        holders[identifier].add(actor)
    concerned = {actor for actors in holders.values() if len(actors) > 1 for actor in actors}
    mine.update(retracted_at=clock.now(), retracted_by=by, refused="")
    if concerned:
        claims = tuple(pk for pk, _actor, _identifier in rows)
        cause = Cause(rule=TAKEN_BACK, actor_id=min(concerned), claims=claims, user_id=by.pk if by else None)
        think_again(concerned, cause)


def _store(alone: Sequence[tuple[Shown, int]], **facts: Any) -> None:
    insert_rows(
        Claim,
        actor_id=[each.actor.pk for each, _identifier in alone],
        identifier_id=[identifier for _each, identifier in alone],
        name=[clean_line(each.name, MAX_NAME) for each, _identifier in alone],
        at=clock.now(),
        **facts,
    )


def _identifiers(values: set[Value]) -> dict[Value, Known]:
    """All of them, those that were not there made; their standing is that of `normal.first_standing`."""
    found = _known(values)
    missing = sorted(values - found.keys())
    if missing:
        own = _own_addresses(value for kind, value in missing if kind == Identifier.Kind.EMAIL)
        rows = [
            Known(pk, _standing(*each, own).value)
            for pk, each in zip(new_ids(Identifier, len(missing)), missing, strict=True)
        ]
        insert_rows(
            Identifier,
            id=[row.pk for row in rows],
            kind=[kind for kind, _value in missing],
            value=[value for _kind, value in missing],
            standing=[row.standing for row in rows],
        )
        found |= dict(zip(missing, rows, strict=True))
    return found


def _known(values: Iterable[Value]) -> dict[Value, Known]:
    found: dict[Value, Known] = {}
    for kind in (Identifier.Kind.EMAIL.value, Identifier.Kind.PHONE.value):
        wanted = [value for each, value in values if each == kind]
        for start in range(0, len(wanted), CHUNK):
            rows = Identifier.objects.filter(kind=kind, value__in=wanted[start : start + CHUNK])
            found |= {(kind, v): Known(pk, standing) for v, pk, standing in rows.values_list("value", "pk", "standing")}
    return found


def _held(identifiers: Iterable[Known]) -> set[int]:
    """Those that somebody shows."""
    ids = [identifier.pk for identifier in identifiers]
    shown = Claim.objects.filter(identifier__in=ids, retracted_at=None)
    return set(shown.values_list("identifier_id", flat=True))


def _own_addresses(addresses: Iterable[str]) -> set[str]:
    """Our people's addresses, in lower case; there are few of them."""
    emails = {email.lower() for email in User.objects.values_list("email", flat=True)}
    return emails.intersection(addresses)


def _standing(kind: str, value: str, own: set[str]) -> Identifier.Standing:
    if kind != Identifier.Kind.EMAIL:
        return Identifier.Standing.NORMAL
    if value in own:
        return Identifier.Standing.OWN
    return Identifier.Standing.ROLE if is_role_address(value) else Identifier.Standing.NORMAL
