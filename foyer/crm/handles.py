"""The e-mail addresses and phone numbers of records with their kind, the primary one first (E16, issue 3)."""

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from foyer.crm.models import Handle
from foyer.identity.queries import identifiers_of, identifiers_of_actors, identifiers_of_many
from foyer.identity.types import KnownIdentifier
from foyer.lib.prepared import prepared


@dataclasses.dataclass(frozen=True, slots=True)
class Described:
    """An identifier of a record, of what kind it is, and whether it is the first of its sort."""

    known: KnownIdentifier
    label: str
    is_primary: bool


def described(actor_id: int, actors: Collection[int] | None = None) -> list[Described]:
    """What is known of the person of this record, the primary ones first; two queries, three without `actors`."""
    known = identifiers_of(actor_id) if actors is None else identifiers_of_actors(actors)
    handles = {handle.identifier_id: handle for handle in _handles(actor_id)}
    found = [_described(each, handles) for each in known]
    return sorted(found, key=lambda each: not each.is_primary)


@prepared
def _handles(actor_id: Any) -> QuerySet[Handle]:
    return Handle.objects.filter(actor=actor_id)


def identifiers_of_people(profile_ids: Collection[int]) -> dict[int, list[KnownIdentifier]]:
    """The identifiers of many profiles, the primary ones first; two queries for any number."""
    known = identifiers_of_many(profile_ids)
    handles = Handle.objects.filter(actor__profile__in=profile_ids, is_primary=True)
    first: defaultdict[int, set[int]] = defaultdict(set)
    for profile, identifier in handles.values_list("actor__profile", "identifier"):
        first[profile].add(identifier)
    return {profile: _first_first(found, first[profile]) for profile, found in known.items()}


def first_value(known: Iterable[KnownIdentifier], kind: str) -> str:
    """The first address or number of a kind; empty when there is none."""
    return next((each.value for each in known if each.kind == kind), "")


def _first_first(known: Sequence[KnownIdentifier], first: Collection[int]) -> list[KnownIdentifier]:
    return sorted(known, key=lambda each: each.id not in first)


def _described(known: KnownIdentifier, handles: Mapping[int, Handle]) -> Described:
    handle = handles.get(known.id)
    return Described(known, handle.label if handle else "", bool(handle and handle.is_primary))
