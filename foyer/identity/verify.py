"""Rebuilding who is who from the claims alone, and comparing: it must find nothing (R22)."""

import dataclasses

from django.db import transaction

from foyer.identity.graph import TOO_LARGE, Web, whole_web
from foyer.identity.join import take_turn
from foyer.identity.models import Claim, Identifier
from foyer.identity.resolve import resolve
from foyer.identity.sharing import MAX_NAMES
from foyer.lib.text import folded


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """Something stored that does not follow from the claims."""

    what: str
    id: int
    stored: str
    rebuilt: str


def verify() -> list[Difference]:
    """Everything that is stored otherwise than a rebuild from nothing would have it."""
    with transaction.atomic():
        take_turn()
        web = whole_web()
        return [*_wrong_profiles(web), *_wrong_refusals(web), *_unshared()]


def _wrong_profiles(web: Web) -> list[Difference]:
    resolution = resolve((member.speaker for member in web.members), web.edges)
    stored = web.stored
    return [
        Difference("profile of actor", actor, str(stored[actor]), str(rebuilt))
        for actor, rebuilt in resolution.profiles.items()
        if stored[actor] != rebuilt
    ]


def _wrong_refusals(web: Web) -> list[Difference]:
    rebuilt = resolve((member.speaker for member in web.members), web.edges).refused
    stored = dict(Claim.objects.exclude(refused__in=["", TOO_LARGE]).values_list("pk", "refused"))
    return [
        Difference("refusal of claim", claim, stored.get(claim, ""), rebuilt.get(claim, ""))
        for claim in sorted(stored.keys() | rebuilt.keys())
        if stored.get(claim, "") != rebuilt.get(claim, "")
    ]


def _unshared() -> list[Difference]:
    """Normal identifiers that have been shown under too many names."""
    normal = Claim.objects.filter(retracted_at=None, identifier__standing=Identifier.Standing.NORMAL)
    rows = normal.exclude(identifier__kind=Identifier.Kind.RECORD).exclude(name="").exclude(refused=TOO_LARGE)
    names: dict[int, set[str]] = {}
    for identifier, name in rows.values_list("identifier", "name").iterator():
        names.setdefault(identifier, set()).add(folded(name))
    return [
        Difference("standing of identifier", identifier, "normal", "shared")
        for identifier, found in sorted(names.items())
        if len(found) > MAX_NAMES
    ]
