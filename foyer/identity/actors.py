"""Making actors: what speaks, each with a profile of its own until a claim says more."""

from django.db import transaction

from foyer.identity.browsers import browser_ref
from foyer.identity.models import Actor, Profile
from foyer.lib.text import clean_line

MAX_NAME = 120


def browser_actor(portal_id: int, browser_id: str) -> Actor:
    """The actor of a browser on a portal, made at its first sign of life; two at once get the same one (R9)."""
    return _actor(Actor.Kind.BROWSER, browser_ref(portal_id, browser_id), portal_id=portal_id)


def record_actor(module: str, record_key: str, name: str) -> Actor:
    """The actor of a CRM record, `lead` or `contact`; made before the record itself."""
    return _actor(Actor.Kind.RECORD, f"{module}:{record_key}", name=clean_line(name, MAX_NAME))


def _actor(kind: Actor.Kind, ref: str, name: str = "", portal_id: int | None = None) -> Actor:
    known = Actor.objects.filter(kind=kind, ref=ref).first()
    if known is not None:
        return known
    with transaction.atomic():
        actor, is_new = Actor.objects.get_or_create(kind=kind, ref=ref, defaults={"name": name, "portal_id": portal_id})
        if is_new:
            actor.profile = Profile.objects.create(pk=actor.pk, created_at=actor.created_at)
            actor.save(update_fields=["profile"])
    return actor
