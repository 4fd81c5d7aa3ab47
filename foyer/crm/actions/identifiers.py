"""E-mail addresses and phone numbers of a record: shown as claims, described by handles (F186, D18, B10)."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.actions.storing import about, touch
from foyer.crm.models import Handle
from foyer.crm.modules import AnyRecord, module_name
from foyer.crm.types import IdentifierTakenOff
from foyer.events.actions import record
from foyer.identity import actions as identity
from foyer.identity.models import Claim, Decision, Identifier, Level
from foyer.identity.queries import actors_of
from foyer.team.models import User
from foyer.team.types import Refusal

LABELS = ("work", "private", "mobile", "fax", "other")


def add_identifier(subject: AnyRecord, by: User, kind: str, value: str, *, region: str = "") -> Claim:
    """One more e-mail address or phone number, confirmed by the user who types it (F186)."""
    with transaction.atomic():
        shown = show_identifier(subject, kind, value, f"hand:{uuid.uuid4().hex}", Level.PROVEN, by, region)
        if shown is None:
            raise Refusal(_("This is neither an e-mail address nor a phone number with its country code."))
        touch(subject)
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
                value=identifier.value,
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


def describe_identifier(
    subject: AnyRecord, identifier_id: int, *, label: str | None = None, primary: bool = False
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
    return handle


def show_identifier(
    subject: AnyRecord, kind: str, value: str, event_ref: str, level: int, by: User | None, region: str
) -> Claim | None:
    """The record shows this address or number; None when it is neither."""
    way = Claim.Way.AGENT if by else Claim.Way.CREATED
    return identity.claim(
        subject.actor, kind, value, event_ref=event_ref, level=level, way=way, name=subject.name, region=region, user=by
    )
