"""Invitations to chat on their way to the browser that is meant, and to no other (E10, B7, T1, T5).

See docs/decisions/invitations.md.
"""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery

from foyer.conversations.models import Conversation, State
from foyer.identity.models import Actor
from foyer.lib.addresses import shortened
from foyer.lib.bus import bus
from foyer.presence.invitations import Waiting, invitations
from foyer.visits.models import Visit


def refill_invitations() -> None:
    """Reads those that no browser has fetched, and tells open sockets of new ones; two queries, however many."""
    found = Conversation.objects.filter(state=State.INVITED, ended_at=None, chat_session=None).select_related("actor")
    waiting = list(found.order_by("pk"))
    networks = _networks([one.actor_id for one in waiting])
    if invitations.replace(_waiting(one, networks.get(one.actor_id, "")) for one in waiting):
        bus().publish("invitations", {"t": "invited"})


def invitation_of(portal_id: int, browser: str, ip: str) -> Conversation | None:
    """The invitation that this browser may open now; call it while the browser's actor is held."""
    conversation_id = invitations.find(portal_id, browser, ip)
    if conversation_id is None:
        return None
    return Conversation.objects.filter(pk=conversation_id, state=State.INVITED, chat_session=None).first()


def _waiting(conversation: Conversation, network: str) -> Waiting:
    browser = conversation.actor.ref.partition(":")[2]
    return Waiting(conversation.pk, conversation.portal_id, browser, network)


def _networks(actor_ids: Iterable[int]) -> dict[int, str]:
    """Where the latest visit of each came from."""
    latest = Visit.objects.filter(actor=OuterRef("pk")).order_by("-started", "-pk").values("ip")[:1]
    found = Actor.objects.filter(pk__in=list(actor_ids)).values_list("pk", Subquery(latest))
    return {actor_id: shortened(ip or "") for actor_id, ip in found}
