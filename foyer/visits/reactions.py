"""What follows from what pages tell: who the visitor says to be is a claim of the lowest level (E38, T1, T27)."""

import hashlib

from foyer.crm.actions import claim_of_visitor
from foyer.events.models import Event
from foyer.events.reactions import reacts_to
from foyer.identity.models import Actor, Claim, Identifier, Level
from foyer.identity.queries import claims_left
from foyer.lib.text import clean_line
from foyer.visits.models import CustomEvent
from foyer.visits.types import VisitorNamed

MAX_NAME = 120
MAX_VALUE = 320
KINDS = {"email": Identifier.Kind.EMAIL, "phone": Identifier.Kind.PHONE}


@reacts_to(VisitorNamed)
def claim_what_the_page_says(event: Event) -> None:
    """Anybody can write what a page says, so it proves nothing; it makes no record, and a claim taken off stays off."""
    told = CustomEvent.objects.filter(visit=event.subject_id, key=event.data["key"]).first()
    actor = Actor.objects.filter(pk=event.actor_id or 0).first()
    if told is None or actor is None:
        return
    name = _line(told.data.get("name"), MAX_NAME)
    for key, kind in KINDS.items():
        value = _line(told.data.get(key), MAX_VALUE)
        ref = _ref(value)
        if value and claims_left(actor.pk, Claim.Way.PAGE, ref, event.at):
            facts = {"event_ref": ref, "level": Level.TYPED, "way": Claim.Way.PAGE, "name": name, "at": event.at}
            claim_of_visitor(actor, kind, value, **facts)


def _line(value: object, limit: int) -> str:
    return clean_line(value, limit) if isinstance(value, str) else ""


def _ref(value: str) -> str:
    """One for a value, however often a page says it: websites tell who is logged in on every page."""
    return f"page:{hashlib.sha256(value.encode()).hexdigest()[:24]}"
