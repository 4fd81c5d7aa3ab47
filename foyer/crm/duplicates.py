"""Records that may be the same: while one types, and beside a record (E16, D3). Only what the user sees."""

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from typing import Any

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz

from foyer.crm.access import visible
from foyer.crm.fields.kinds import home_region
from foyer.crm.models import Account, Pair
from foyer.crm.modules import MODULES, AnyRecord, module_name
from foyer.crm.naming import Naming
from foyer.crm.types import ModuleName
from foyer.identity.models import Actor, Claim, Identifier
from foyer.identity.normal import normalised
from foyer.identity.queries import identifiers_of
from foyer.identity.types import KnownIdentifier
from foyer.lib.text import folded
from foyer.team.models import User

MOST = 5
SAME_PERSON = "person"
"""The reason of records that hang together already: one person with two records (D3)."""
LIKE = 86
"""Names are alike from here, of 100."""
MIN_NAME = 3
BLOCK_LETTERS = (5, 3)
MAX_BLOCK = 300
"""Candidates that are compared per block of names."""
MAX_VALUES = 10
AMONG: dict[ModuleName, tuple[ModuleName, ...]] = {
    "lead": ("lead", "contact"),
    "contact": ("contact", "lead"),
    "account": ("account",),
}
"""Where one looks for another of a module."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What is known of somebody so far."""

    name: str = ""
    company: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A record that may be the same, and why: the surest reason. `detail` tells it from others of the same name."""

    module: ModuleName
    record: AnyRecord
    reason: str
    score: int
    detail: str = ""


def known_as(name: str, known: Iterable[KnownIdentifier], company: str = "") -> Typed:
    """What is known of somebody by their identifiers, as if it had been typed."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for one in known:
        values[one.kind].append(one.value)
    emails, phones = values[Identifier.Kind.EMAIL], values[Identifier.Kind.PHONE]
    return Typed(name=name, company=company, emails=tuple(emails), phones=tuple(phones))


def similar(module: ModuleName, user: User, typed: Typed) -> list[Match]:
    """Records that the typed values may mean, the surest first, none by what is hidden (T7); at most eleven queries."""
    found: dict[tuple[str, int], Match] = {}
    holders = _holders(typed)
    for other in AMONG.get(module, ()):
        rows, naming = visible(other, user).select_related(*MODULES[other].related), Naming(user, other)
        for match in [*_by_identifier(other, rows, holders, naming), *_by_name(other, rows, typed, naming)]:
            key = (other, match.record.pk)
            if key not in found or found[key].score < match.score:
                found[key] = match
    return sorted(found.values(), key=lambda match: (-match.score, match.record.pk))[:MOST]


def matches_of(record: AnyRecord, user: User) -> list[Match]:
    """Records that may be the same as this one; what somebody said is not the same is left out."""
    module = module_name(record)
    naming = Naming(user, module)
    typed = known_as(record.name, naming.reach(identifiers_of(record.actor_id)), naming.company(record))
    apart = _said_apart(module, record.pk)
    found = [*_of_one_person(record, user), *similar(module, user, typed)] if not record.gone else []
    unique: dict[tuple[str, int], Match] = {}
    for match in found:
        unique.setdefault((match.module, match.record.pk), match)
    return [
        m
        for m in unique.values()
        if m.record.actor_id != record.actor_id and (m.module != module or m.record.pk not in apart)
    ]


def _of_one_person(record: AnyRecord, user: User) -> Iterable[Match]:
    """Other records of the same profile: flagged, never listed twice (D3); a query a module."""
    for other in AMONG.get(module_name(record), ()):
        rows, naming = visible(other, user).select_related(*MODULES[other].related), Naming(user, other)
        for row in rows.filter(actor__profile=record.actor.profile_id).order_by("pk")[:MOST]:
            yield Match(module=other, record=row, reason=SAME_PERSON, score=101, detail=naming.detail(row))


def _holders(typed: Typed) -> Mapping[int, Set[str]]:
    """The actors of everybody who shows one of these addresses or numbers, with their kinds; two queries."""
    values = [(Identifier.Kind.EMAIL, value) for value in typed.emails[:MAX_VALUES]]
    values += [(Identifier.Kind.PHONE, value) for value in typed.phones[:MAX_VALUES]]
    region = home_region()
    wanted = Q(pk=None)
    for kind, value in values:
        normal = normalised(kind, value, region)
        if normal:
            wanted |= Q(identifier__kind=kind, identifier__value=normal)
    if wanted == Q(pk=None):
        return {}
    shown = Claim.objects.filter(wanted, retracted_at=None).values_list("actor__profile", "identifier__kind")
    profiles: defaultdict[int, set[str]] = defaultdict(set)
    for profile, shown_kind in shown.order_by("identifier__kind").distinct()[:MAX_BLOCK]:
        profiles[profile].add(shown_kind)
    rows = Actor.objects.filter(profile__in=profiles, kind=Actor.Kind.RECORD).values_list("pk", "profile")
    return {actor: profiles[profile] for actor, profile in rows}


def _by_identifier(
    module: ModuleName, rows: "QuerySet[Any]", holders: Mapping[int, Set[str]], naming: Naming
) -> Iterable[Match]:
    """Where a module hides addresses, nobody is found by one there: a hit would tell whose it is."""
    reasons = {actor: max(seen) for actor, kinds in holders.items() if (seen := naming.kinds & kinds)}
    for row in rows.filter(actor__in=reasons)[:MAX_BLOCK] if reasons else ():
        yield Match(module=module, record=row, reason=reasons[row.actor_id], score=100, detail=naming.detail(row))


def _by_name(module: ModuleName, rows: "QuerySet[Any]", typed: Typed, naming: Naming) -> Iterable[Match]:
    """Candidates share the first letters of a word of the name; a misspelt rest is still alike."""
    wanted = folded(typed.name)
    if len(wanted) < MIN_NAME:
        return
    for row in _block(module, rows, wanted):
        likeness = fuzz.token_sort_ratio(wanted, folded(row.name), score_cutoff=LIKE)
        if likeness and _fits(typed, row, likeness, naming.company(row)):
            exact = likeness == 100
            yield Match(
                module=module,
                record=row,
                reason=(Pair.Reason.NAME if exact else Pair.Reason.LIKENESS).value,
                score=95 if exact else int(likeness * 0.9),
                detail=naming.detail(row),
            )


def _block(module: ModuleName, rows: "QuerySet[Any]", wanted: str) -> list[AnyRecord]:
    """Rows are kept in the order of their names, so the first letters are a range of the index."""
    words = [wanted] if module == "account" else wanted.split()[-1:] + wanted.split()[:1]
    for letters in BLOCK_LETTERS:
        ranges = Q(pk=None)
        for start in {word[:letters] for word in words if len(word) >= MIN_NAME}:
            ranges |= Q(sort_name__gte=start, sort_name__lt=after(start))
        found = list(rows.filter(ranges).order_by("sort_name", "pk")[:MAX_BLOCK])
        if letters == BLOCK_LETTERS[-1] or len(found) == MAX_BLOCK:
            return found
    return []


def after(start: str) -> str:
    """The first text behind all that begin like this."""
    return start[:-1] + chr(ord(start[-1]) + 1)


def _fits(typed: Typed, row: AnyRecord, likeness: float, company: str) -> bool:
    """People of two different companies are two people, unless their names are the same."""
    if likeness == 100 or isinstance(row, Account) or not (company and typed.company):
        return True
    return fuzz.token_set_ratio(folded(company), folded(typed.company)) >= LIKE


def _said_apart(module: ModuleName, pk: int) -> Collection[int]:
    pairs = Pair.objects.filter(Q(left=pk) | Q(right=pk), module=module, dismissed_at__isnull=False)
    return {left + right - pk for left, right in pairs.values_list("left", "right")}
