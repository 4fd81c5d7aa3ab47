"""Browsers as actors, many at a time: what the fold needs for a batch of hits."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from foyer.identity.models import Actor, Profile


def browser_ref(portal_id: int, browser_id: str) -> str:
    """The name under which a browser is known: its id is its own on each website."""
    return f"{portal_id}:{browser_id}"


def browser_actors(wanted: Iterable[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """The actors of (portal id, browser id), made with a profile of their own where they are new; six queries."""
    refs = {browser_ref(portal_id, browser): (portal_id, browser) for portal_id, browser in wanted}
    known = _known(refs)
    missing = {ref: key for ref, key in refs.items() if ref not in known}
    if missing:
        known |= _made(missing)
    return {refs[ref]: actor_id for ref, actor_id in known.items()}


def _made(missing: dict[str, tuple[int, str]]) -> dict[str, int]:
    """Another process may be making the same ones; whoever comes second finds them."""
    with transaction.atomic():
        made = [Actor(kind=Actor.Kind.BROWSER, ref=ref, portal_id=key[0]) for ref, key in missing.items()]
        Actor.objects.bulk_create(made, ignore_conflicts=True)
        fresh = _known(missing)
        Profile.objects.bulk_create([Profile(id=actor_id) for actor_id in fresh.values()], ignore_conflicts=True)
        Actor.objects.filter(pk__in=fresh.values(), profile=None).update(profile_id=F("id"))
    return fresh


def _known(refs: Iterable[str]) -> dict[str, int]:
    rows = Actor.objects.filter(kind=Actor.Kind.BROWSER, ref__in=list(refs))
    return dict(rows.values_list("ref", "id"))
