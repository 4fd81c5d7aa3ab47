"""After which events the visits of a person stand elsewhere (D2, D3, D7)."""

from collections.abc import Sequence

from foyer.conversations.types import ConversationAccepted, ConversationStarted
from foyer.crm.identity_types import IdentifierTakenOff
from foyer.crm.types import (
    ContactCreated,
    ConversionUndone,
    LeadConverted,
    LeadCreated,
    MergeUndone,
    RecordDeleted,
    RecordRestored,
    RecordsMerged,
)
from foyer.events.models import Event
from foyer.events.reactions import reacts_to_many
from foyer.identity.models import Decision
from foyer.identity.types import ActorsJoined, ActorsSplit
from foyer.scoring.standing import refresh
from foyer.visits.types import VisitDeleted, VisitEnded, VisitStarted


@reacts_to_many(
    VisitStarted,
    VisitEnded,
    VisitDeleted,
    ConversationStarted,
    ConversationAccepted,
    LeadCreated,
    ContactCreated,
    RecordDeleted,
    RecordRestored,
    RecordsMerged,
    MergeUndone,
    LeadConverted,
    ConversionUndone,
    IdentifierTakenOff,
)
def follow(events: Sequence[Event]) -> None:
    """Something happened that counts for the score, or with the record."""
    refresh({event.actor_id for event in events if event.actor_id})


@reacts_to_many(ActorsJoined, ActorsSplit)
def follow_people(events: Sequence[Event]) -> None:
    """Actors came together or parted: those of both sides are looked at."""
    decisions = Decision.objects.filter(pk__in=[event.data["decision"] for event in events])
    refresh({int(actor) for sides in decisions.values_list("before", flat=True) for actor in sides})
