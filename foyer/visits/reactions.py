"""What follows from what pages tell: who the visitor says to be is a claim, proven only when signed (E38, E39, T1)."""

import structlog

from foyer.events.models import Event
from foyer.events.reactions import reacts_to
from foyer.identity.models import Actor, Claim, Level
from foyer.portals.signed import BadToken
from foyer.portals.signing_keys import who_signed
from foyer.visits.models import CustomEvent
from foyer.visits.saying import Saying, claim_said, claim_signed, line
from foyer.visits.types import VisitorNamed

log = structlog.get_logger(__name__)

TOKEN = "token"  # noqa: S105  the name of a field


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
    said = {name: line(told.data.get(name)) for name in ("name", "email", "phone")}
    claim_said(actor, Saying(**said, way=Claim.Way.PAGE, level=Level.TYPED, at=event.at))


def _claim_signed(event: Event, actor: Actor, token: object) -> None:
    """Nobody waits for this answer: the hit was taken, whatever its token is worth."""
    portal_id = event.portal_id or 0
    try:
        signed = who_signed(portal_id, token if isinstance(token, str) else "")
    except BadToken as bad:
        log.info("token_refused", portal=portal_id, why=str(bad))
        return
    claim_signed(actor, portal_id, signed, event.at)
