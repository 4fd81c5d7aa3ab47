"""Saying who a visitor is: what a colleague knows better than any address (B4)."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.actions.storing import about, touch
from foyer.crm.identity_types import VisitorRecognised
from foyer.crm.modules import AnyRecord, module_name
from foyer.crm.queries import person_for_actor
from foyer.events.actions import record
from foyer.identity import actions as identity
from foyer.identity.join import take_turn
from foyer.identity.models import Actor, Claim, Decision
from foyer.identity.queries import decisions_of
from foyer.team.models import User
from foyer.team.types import Refusal


def recognise_visitor(visitor: Actor, subject: AnyRecord, by: User) -> Decision:
    """The visitor is the person of this record; `undo_decision` takes it back (B1).

    Refusal when they have a record already: two records of a person are merged, not linked.
    """
    with transaction.atomic():
        take_turn()
        if person_for_actor(visitor.pk) is not None:
            raise Refusal(_("This visitor has a record already."))
        identity.link(visitor, subject.actor, f"hand:{uuid.uuid4().hex}", Claim.Way.AGENT, user=by)
        decision = decisions_of(visitor.pk).filter(kind=Decision.Kind.JOINED)[0]
        touch(subject)
        record(VisitorRecognised(**about(subject, by), module=module_name(subject), decision=decision.pk))
    return decision
