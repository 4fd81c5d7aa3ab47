"""Verbs of identity: showing an identifier, linking to a record. Taking off and undoing have their own file."""

import datetime as dt

from django.db import transaction

from foyer.identity.actors import MAX_NAME, browser_actor, record_actor
from foyer.identity.browsers import browser_actors
from foyer.identity.graph import web_around
from foyer.identity.join import MAX_ACTORS, Cause, set_aside, store, take_turn
from foyer.identity.models import Actor, Claim, Identifier, Level
from foyer.identity.normal import first_standing, normalised
from foyer.identity.retract import change_standing, preview_take_off, take_off, undo, unlink
from foyer.identity.sharing import has_too_many_names, holders_and_names
from foyer.lib import clock
from foyer.lib.text import clean_line
from foyer.team.models import User

MAX_EVENT_REF = 40
RECORD_ITSELF = "record"

__all__ = [
    "browser_actor",
    "browser_actors",
    "change_standing",
    "claim",
    "link",
    "preview_take_off",
    "record_actor",
    "take_off",
    "undo",
    "unlink",
]


def claim(  # noqa: PLR0913  a claim is these facts
    actor: Actor,
    kind: str,
    raw_value: str,
    *,
    event_ref: str,
    level: int,
    way: str,
    name: str = "",
    region: str = "",
    at: dt.datetime | None = None,
    user: User | None = None,
) -> Claim | None:
    """The actor showed an e-mail address or phone number (F141-F153). None when the value is neither.

    Idempotent: one row per actor, identifier and `event_ref`, which names the event that showed it. `level` is one of
    `Level`, `region` the country in which numbers without a country code are read. Whoever shows the same normal
    identifier is the same person, unless a guard says otherwise.
    """
    value = normalised(Identifier.Kind(kind), raw_value, region)
    if value is None:
        return None
    shown = Claim(
        actor=actor,
        event_ref=event_ref[:MAX_EVENT_REF],
        level=Level(level),
        way=Claim.Way(way),
        name=clean_line(name, MAX_NAME),
        at=at or clock.now(),
    )
    with transaction.atomic():
        take_turn()
        _name_actor(actor, shown.name)
        return _show(shown, _identifier(kind, value), user)


def link(actor: Actor, record: Actor, event_ref: str, way: str, user: User | None = None) -> Claim:
    """The actor is the person of this CRM record: it was made from them (`created`), or somebody says so (`agent`)."""
    with transaction.atomic():
        take_turn()
        identifier = _identifier(Identifier.Kind.RECORD, record.ref)
        _keep(Claim(actor=record, event_ref=RECORD_ITSELF, level=Level.PROVEN, way=Claim.Way.CREATED), identifier)
        shown = Claim(actor=actor, event_ref=event_ref[:MAX_EVENT_REF], level=Level.PROVEN, way=Claim.Way(way))
        return _show(shown, identifier, user)


def _name_actor(actor: Actor, name: str) -> None:
    """An actor without a name gets the first one it is shown under."""
    if name and not actor.name:
        actor.name = name
        actor.save(update_fields=["name"])


def _identifier(kind: str, value: str) -> Identifier:
    """Inside a turn nobody else makes the same one."""
    known = Identifier.objects.filter(kind=kind, value=value).first()
    return known or Identifier.objects.create(kind=kind, value=value, standing=first_standing(kind, value))


def _keep(shown: Claim, identifier: Identifier) -> tuple[Claim, bool]:
    """The stored claim, and whether it is new. One that was taken off stays off when its event comes again."""
    key = {"actor_id": shown.actor_id, "identifier": identifier, "event_ref": shown.event_ref}
    known = Claim.objects.filter(**key).first()
    if known is not None:
        return known, False
    shown.identifier = identifier
    shown.save(force_insert=True)
    return shown, True


def _show(shown: Claim, identifier: Identifier, user: User | None) -> Claim:
    kept, is_new = _keep(shown, identifier)
    if not is_new or identifier.standing != Identifier.Standing.NORMAL:
        return kept
    holders = holders_and_names(identifier)
    if identifier.kind != Identifier.Kind.RECORD and has_too_many_names(holders):
        change_standing(identifier, Identifier.Standing.SHARED, cause=kept)
    elif len({actor for actor, _name in holders}) > MAX_ACTORS:
        set_aside(kept)
    else:
        _join(kept, user)
    return kept


def _join(kept: Claim, user: User | None) -> None:
    web = web_around([kept.actor_id])
    if len(web.members) > MAX_ACTORS:
        set_aside(kept)
        return
    rule = f"{kept.identifier.kind}-exact"
    user_id = user.pk if user else None
    store(web, Cause(rule=rule, actor_id=kept.actor_id, claims=(kept.pk,), user_id=user_id))
