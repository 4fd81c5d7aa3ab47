"""E-mail addresses and phone numbers of a record: shown as claims, described by handles (F186, D18, B10)."""

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.actions.storing import about, touch
from foyer.crm.identity_types import IdentifierDescribed, IdentifierShown, IdentifierTakenOff
from foyer.crm.models import Handle
from foyer.crm.modules import AnyRecord, module_name
from foyer.crm.queries import person_for_actor
from foyer.events.actions import record
from foyer.identity import actions as identity
from foyer.identity.join import take_turn
from foyer.identity.models import Actor, Claim, Decision, Identifier, Level
from foyer.identity.queries import actors_of
from foyer.team.models import User
from foyer.team.types import Refusal

IN_WORDS = (Identifier.Kind.EMAIL, Identifier.Kind.PHONE, Identifier.Kind.CUSTOMER)
"""Kinds of identifiers that people write and read."""
LABELS = ("work", "private", "mobile", "fax", "other")


def add_identifier(subject: AnyRecord, by: User, kind: str, value: str, *, region: str = "") -> Claim:
    """One more e-mail address or phone number, confirmed by the user who types it (F186)."""
    with transaction.atomic():
        known = shown_by(subject)
        shown = show_identifier(subject, kind, value, f"hand:{uuid.uuid4().hex}", Level.PROVEN, by, region)
        if shown is None:
            raise Refusal(_("This is neither an e-mail address nor a phone number with its country code."))
        if is_news(shown, known):
            touch(subject)
            record(told_of(subject, by, shown.identifier))
    return shown


def claim_of_visitor(visitor: Actor, kind: str, value: str, **facts: Any) -> Claim | None:
    """A visitor gives an address or number. The record that they have already tells of what it did not know.

    `facts` are those of `identity.actions.claim`. Twice is once. The version stays: a visitor changes no record (T1).
    """
    with transaction.atomic():
        take_turn()
        known = _shown_by(actors_of(visitor.pk))
        shown = identity.claim(visitor, kind, value, **facts)
        is_new = shown is not None and shown.retracted_at is None and shown.identifier_id not in known
        if shown is not None and is_new and (person := person_for_actor(visitor.pk)):
            record(told_of(person, None, shown.identifier))
    return shown


def replace_identifier(
    subject: AnyRecord, by: User, identifier_id: int, kind: str, value: str, *, region: str = ""
) -> Claim:
    """A number or address in place of a wrong one, with its label and its rank; the wrong one is taken off (F186)."""
    with transaction.atomic():
        handle = describe_identifier(subject, by, identifier_id)
        shown = add_identifier(subject, by, kind, value, region=region)
        if shown.identifier_id != identifier_id:
            describe_identifier(subject, by, shown.identifier_id, label=handle.label, primary=handle.is_primary)
            take_identifier_off(subject, by, identifier_id)
    return shown


def take_identifier_off(subject: AnyRecord, by: User, identifier_id: int) -> Decision:
    """Takes a wrong e-mail or number off; whoever hung on it leaves. `undo_decision` reverts it (D18, F151)."""
    with transaction.atomic():
        decision = identity.take_off(subject.actor_id, identifier_id, by)
        identifier = Identifier.objects.get(pk=identifier_id)
        record(
            IdentifierTakenOff(
                **about(subject, by),
                module=module_name(subject),
                identifier_kind=identifier.kind,
                value=identifier.told,
                decision=decision.pk,
            )
        )
        touch(subject)
    return decision


def undo_decision(subject: AnyRecord, by: User, decision: Decision) -> None:
    """Takes a decision about who is who back; what the record shows of its person changes with it (B1)."""
    with transaction.atomic():
        identity.undo(decision, by)
        touch(subject)
        back = Claim.objects.filter(pk__in=decision.claims, retracted_at=None).values("identifier")
        found = Identifier.objects.filter(pk__in=back, kind__in=IN_WORDS)
        if events := [told_of(subject, by, each) for each in found]:
            record(*events)


def describe_identifier(
    subject: AnyRecord, by: User, identifier_id: int, *, label: str | None = None, primary: bool = False
) -> Handle:
    """Says of what kind an address or number is, and whether it is the first. Refusal when the record has no such."""
    actors = actors_of(subject.actor_id)
    if not Claim.objects.filter(actor__in=actors, identifier=identifier_id, retracted_at=None).exists():
        raise Refusal(_("This record has no such address or number."))
    if label is not None and label not in {"", *LABELS}:
        raise Refusal(_("Choose one from the list."))
    with transaction.atomic():
        handle, _new = Handle.objects.get_or_create(actor_id=subject.actor_id, identifier_id=identifier_id)
        before = (handle.label, handle.is_primary)
        if primary:
            kind = Identifier.objects.values_list("kind", flat=True).get(pk=identifier_id)
            others = Handle.objects.filter(actor_id=subject.actor_id, identifier__kind=kind, is_primary=True)
            others.exclude(pk=handle.pk).update(is_primary=False)
            handle.is_primary = True
        handle.label = handle.label if label is None else label
        handle.save(update_fields=["label", "is_primary"])
        if (handle.label, handle.is_primary) != before:
            touch(subject)
            record(_described(subject, by, handle))
    return handle


def shown_by(subject: AnyRecord) -> dict[int, int]:
    """By identifier: how surely the record itself shows it."""
    return _shown_by([subject.actor_id])


def is_news(shown: Claim, known: Mapping[int, int]) -> bool:
    """Whether a claim says more than what was known before it."""
    level = known.get(shown.identifier_id)
    return shown.retracted_at is None and (level is None or level < shown.level)


def told_of(subject: AnyRecord, by: User | None, identifier: Identifier) -> IdentifierShown:
    """The event of an address or number that the record has now."""
    facts = {"module": module_name(subject), "identifier_kind": identifier.kind, "value": identifier.told}
    return IdentifierShown(**about(subject, by), **facts)


def _shown_by(actors: Collection[int]) -> dict[int, int]:
    claims = Claim.objects.filter(actor__in=actors, retracted_at=None).order_by("level")
    return dict(claims.values_list("identifier", "level"))


def _described(subject: AnyRecord, by: User, handle: Handle) -> IdentifierDescribed:
    told = told_of(subject, by, handle.identifier)
    return IdentifierDescribed(
        **about(subject, by),
        module=told.module,
        identifier_kind=told.identifier_kind,
        value=told.value,
        label=handle.label,
        is_primary=handle.is_primary,
    )


def show_identifier(
    subject: AnyRecord, kind: str, value: str, event_ref: str, level: int, by: User | None, region: str
) -> Claim | None:
    """The record shows this address or number; None when it is neither."""
    way = Claim.Way.AGENT if by else Claim.Way.CREATED
    return identity.claim(
        subject.actor, kind, value, event_ref=event_ref, level=level, way=way, name=subject.name, region=region, user=by
    )
