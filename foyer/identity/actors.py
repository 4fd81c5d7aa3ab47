"""Making actors: what speaks, each with a profile of its own until a claim says more."""

from django.db import transaction

from foyer.identity.browsers import browser_ref
from foyer.identity.models import Actor, Profile
from foyer.lib.inserting import insert_many, new_ids
from foyer.lib.text import clean_line

MAX_NAME = 120


def record_actor(module: str, record_key: str, name: str) -> Actor:
    """The actor of a new CRM record, `lead` or `contact`; made before the record itself, so nobody looks for it."""
    actor = Actor(kind=Actor.Kind.RECORD, ref=f"{module}:{record_key}", name=clean_line(name, MAX_NAME))
    with transaction.atomic(savepoint=False):
        (actor.pk,) = new_ids(Actor, 1)
        (actor.profile,) = insert_many([Profile(pk=actor.pk, created_at=actor.created_at)])
        insert_many([actor])
    return actor


def browser_actor(portal_id: int, browser_id: str) -> Actor:
    """The actor of a browser on a portal, made at its first sign of life; two at once get the same one (R9)."""
    who = {"kind": Actor.Kind.BROWSER, "ref": browser_ref(portal_id, browser_id)}
    known = Actor.objects.filter(**who).first()
    if known is not None:
        return known
    with transaction.atomic():
        actor, is_new = Actor.objects.get_or_create(**who, defaults={"portal_id": portal_id})
        if is_new:
            actor.profile = Profile.objects.create(pk=actor.pk, created_at=actor.created_at)
            actor.save(update_fields=["profile"])
    return actor
