"""Verbs of the CRM: making people, changing them, writing notes (F4-F6, F178-F186, E16)."""

import uuid
from collections.abc import Iterable
from typing import TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.models import Contact, Lead, Note, Source
from foyer.crm.queries import MODELS, module_of, person_for_actor
from foyer.crm.types import (
    ContactCreated,
    FieldChanged,
    IdentifierTakenOff,
    LeadCreated,
    Module,
    NoteWritten,
    OwnerChanged,
    StatusChanged,
)
from foyer.events.actions import record
from foyer.identity import actions as identity
from foyer.identity.join import take_turn
from foyer.identity.models import Actor, Claim, Decision, Identifier, Level
from foyer.lib import clock
from foyer.lib.text import clean, clean_line
from foyer.portals.models import Portal
from foyer.team.models import User
from foyer.team.types import Refusal

FIELDS = {"first_name": 80, "last_name": 80, "company": 120, "city": 80, "description": 10_000}
"""What may be changed by hand, with the most characters of each (T14)."""
MAX_NOTE = 10_000


class About(TypedDict):
    """What every event of a record says."""

    subject_id: int
    actor_id: int
    portal_id: int | None
    user_id: int | None


def create_person(  # noqa: PLR0913  a record is these facts
    module: Module,
    *,
    first_name: str = "",
    last_name: str = "",
    source: str = Source.BY_HAND,
    portal: Portal | None = None,
    owner: User | None = None,
    by: User | None = None,
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    from_actor: Actor | None = None,
    event_ref: str = "",
    company: str = "",
    level: int = Level.TYPED,
    region: str = "",
) -> Lead | Contact:
    """A lead or contact; a name, an e-mail, a phone or an actor alone is enough (D14).

    With `from_actor`, the browser it is made from: when that person has a record already, that record is returned and
    nothing is made, however many ask at once (R9). `level` says how sure the e-mails and phones are; `by` is the user
    who does it by hand, None when it comes from a channel.
    """
    with transaction.atomic():
        take_turn()
        known = person_for_actor(from_actor.pk) if from_actor else None
        if known is not None:
            return known
        person = _new_person(module, first_name, last_name, company)
        person.source, person.portal, person.owner = Source(source), portal, owner
        person.save(force_insert=True)
        way = Claim.Way.AGENT if by else Claim.Way.CREATED
        if from_actor is not None:
            identity.link(from_actor, person.actor, event_ref or "created", way, user=by)
        for kind, values in ((Identifier.Kind.EMAIL, emails), (Identifier.Kind.PHONE, phones)):
            for value in values:
                _claim(person, kind, value, event_ref or "created", level, by, region)
        created = LeadCreated if module == "lead" else ContactCreated
        record(created(**_about(person, by), source=person.source))
    return person


def update_person(person: Lead | Contact, by: User, **fields: str) -> Lead | Contact:
    """Changes names, company, city or description, each as an event (E16). Other fields raise TypeError (T14)."""
    if foreign := set(fields) - set(FIELDS):
        raise TypeError(f"may not be changed here: {', '.join(sorted(foreign))}")
    with transaction.atomic():
        fresh = _locked(person)
        changes = [
            (field, getattr(fresh, field), new)
            for field, text in fields.items()
            if (new := _cleaned(field, text)) != getattr(fresh, field)
        ]
        if changes:
            _write(person, fresh, {field: new for field, _old, new in changes})
            _name_actor(fresh)
            record(*(_field_changed(fresh, by, *change) for change in changes))
    return person


def change_status(person: Lead | Contact, by: User, status: str) -> Lead | Contact:
    """Says how far a lead is. Contacts have no status: Refusal."""
    if not isinstance(person, Lead):
        raise Refusal(_("Only leads have a status."))
    with transaction.atomic():
        fresh = _locked(person)
        old, new = getattr(fresh, "status", ""), Lead.Status(status)
        if old != new:
            _write(person, fresh, {"status": new})
            record(StatusChanged(**_about(fresh, by), module="lead", old=old, new=new))
    return person


def change_owner(person: Lead | Contact, by: User | None, owner: User | None) -> Lead | Contact:
    """Gives the record to somebody, or to nobody; `by` None when a rule or the portal's setting does it (F5, F6)."""
    if owner is not None and not owner.is_active:
        raise Refusal(_("This user has left. Choose somebody else."))
    with transaction.atomic():
        fresh = _locked(person)
        old, new = fresh.owner_id, owner.pk if owner else None
        if old != new:
            _write(person, fresh, {"owner": owner})
            record(OwnerChanged(**_about(fresh, by), module=module_of(fresh), old=old, new=new))
    return person


def write_note(person: Lead | Contact, author: User, text: str) -> Note:
    """A note on the record, for colleagues (F21, F164)."""
    words = clean(text, MAX_NOTE)
    if not words:
        raise Refusal(_("Write something first."))
    with transaction.atomic():
        note = Note.objects.create(actor_id=person.actor_id, author=author, text=words)
        record(
            NoteWritten(
                subject_id=note.pk,
                actor_id=person.actor_id,
                portal_id=person.portal_id,
                user_id=author.pk,
                module=module_of(person),
                record=person.pk,
            )
        )
    return note


def add_identifier(person: Lead | Contact, by: User, kind: str, value: str, *, region: str = "") -> Claim:
    """One more e-mail address or phone number, confirmed by the user who types it (F186)."""
    shown = _claim(person, kind, value, f"hand:{uuid.uuid4().hex}", Level.PROVEN, by, region)
    if shown is None:
        raise Refusal(_("This is neither an e-mail address nor a phone number with its country code."))
    return shown


def take_identifier_off(person: Lead | Contact, by: User, identifier_id: int) -> Decision:
    """Takes a wrong e-mail or number off; whoever hung on it leaves. `identity.actions.undo` reverts it (D18, F151)."""
    with transaction.atomic():
        decision = identity.take_off(person.actor_id, identifier_id, by)
        identifier = Identifier.objects.get(pk=identifier_id)
        record(
            IdentifierTakenOff(
                **_about(person, by),
                module=module_of(person),
                identifier_kind=identifier.kind,
                value=identifier.value,
                decision=decision.pk,
            )
        )
    return decision


def _new_person(module: Module, first_name: str, last_name: str, company: str) -> Lead | Contact:
    """The record's actor is made first, then the record around it."""
    names = {"first_name": first_name, "last_name": last_name, "company": company}
    person = MODELS[module](**{field: _cleaned(field, text) for field, text in names.items()})
    person.actor = identity.record_actor(module, str(uuid.uuid4()), person.name)
    return person


def _claim(
    person: Lead | Contact, kind: str, value: str, event_ref: str, level: int, by: User | None, region: str
) -> Claim | None:
    way = Claim.Way.AGENT if by else Claim.Way.CREATED
    return identity.claim(
        person.actor, kind, value, event_ref=event_ref, level=level, way=way, name=person.name, region=region, user=by
    )


def _locked(person: Lead | Contact) -> Lead | Contact:
    """The row as it is now, ours until the end of the transaction: two changes at once come one after the other."""
    return MODELS[module_of(person)].objects.select_for_update().get(pk=person.pk)


def _write(person: Lead | Contact, fresh: Lead | Contact, values: dict[str, str | User | None]) -> None:
    """Stores the values, and shows them on the caller's copy too."""
    for copy in (fresh, person):
        for field, value in values.items():
            setattr(copy, field, value)
        copy.changed_at = clock.now()
    fresh.save(update_fields=[*values, "changed_at"])


def _cleaned(field: str, text: str) -> str:
    return clean(text, FIELDS[field]) if field == "description" else clean_line(text, FIELDS[field])


def _name_actor(person: Lead | Contact) -> None:
    Actor.objects.filter(pk=person.actor_id).update(name=person.name[:120])


def _field_changed(person: Lead | Contact, by: User, field: str, old: str, new: str) -> FieldChanged:
    return FieldChanged(**_about(person, by), module=module_of(person), field=field, old=old, new=new)


def _about(person: Lead | Contact, by: User | None) -> About:
    return {
        "subject_id": person.pk,
        "actor_id": person.actor_id,
        "portal_id": person.portal_id,
        "user_id": by.pk if by else None,
    }
