"""What follows from what pages tell: who the visitor says to be is a claim, proven only when signed (E38, E39, T1)."""

import hashlib

import structlog

from foyer.crm.actions import claim_of_visitor
from foyer.events.models import Event
from foyer.events.reactions import reacts_to
from foyer.identity.models import Actor, Claim, Identifier, Level
from foyer.identity.queries import claims_left
from foyer.lib.text import clean_line
from foyer.portals.signed import BadToken
from foyer.portals.signing_keys import who_signed
from foyer.visits.models import CustomEvent
from foyer.visits.types import VisitorNamed

log = structlog.get_logger(__name__)

LIMITS = {"name": 120, "email": 320, "phone": 320}
TOKEN = "token"  # noqa: S105  the name of a field
KINDS = {"email": Identifier.Kind.EMAIL, "phone": Identifier.Kind.PHONE}


@reacts_to(VisitorNamed)
def claim_what_the_page_says(event: Event) -> None:
    """Anybody can write what a page says: it proves nothing, makes no record, and a claim taken off stays off.

    What the website's server has signed is proven (E39). A token that is none changes nothing, and is kept nowhere.
    """
    told = CustomEvent.objects.filter(visit=event.subject_id, key=event.data["key"]).first()
    actor = Actor.objects.filter(pk=event.actor_id or 0).first()
    if told is None or actor is None:
        return
    if token := told.data.get(TOKEN):
        _claim_signed(event, actor, token)
        told.data = {name: value for name, value in told.data.items() if name != TOKEN}
        told.save(update_fields=["data"])
    said = {name: _line(told.data.get(name), limit) for name, limit in LIMITS.items()}
    _claim(event, actor, said, Claim.Way.PAGE, Level.TYPED)


def _claim_signed(event: Event, actor: Actor, token: object) -> None:
    try:
        signed = who_signed(event.portal_id or 0, token if isinstance(token, str) else "")
    except BadToken as bad:
        log.info("token_refused", portal=event.portal_id, why=str(bad))
        return
    said = {name: _line(getattr(signed, name), limit) for name, limit in LIMITS.items()}
    _claim(event, actor, said, Claim.Way.SIGNED, Level.PROVEN)


def _claim(event: Event, actor: Actor, said: dict[str, str], way: Claim.Way, level: Level) -> None:
    for key, kind in KINDS.items():
        ref = _ref(way, said[key])
        if said[key] and claims_left(actor.pk, way, ref, event.at):
            facts = {"event_ref": ref, "level": level, "way": way, "name": said["name"], "at": event.at}
            claim_of_visitor(actor, kind, said[key], **facts)


def _line(value: object, limit: int) -> str:
    return clean_line(value, limit) if isinstance(value, str) else ""


def _ref(way: str, value: str) -> str:
    """One for a value, however often a page says it: websites tell who is logged in on every page."""
    return f"{way}:{hashlib.sha256(value.encode()).hexdigest()[:24]}"
