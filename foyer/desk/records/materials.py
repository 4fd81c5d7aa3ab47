"""Everything the entries of one page of a feed need, read at once: eight queries for any number of events."""

import dataclasses
from collections.abc import Collection, Iterable

from foyer.conversations.models import Conversation
from foyer.crm.models import Contact, Lead, Note
from foyer.events.models import Event
from foyer.identity.models import Claim, Decision
from foyer.presence.board import board
from foyer.team.models import User
from foyer.visits.models import Action, Visit
from foyer.visits.queries import actions_of


@dataclasses.dataclass(frozen=True, slots=True)
class Materials:
    """Rows by id."""

    person: Lead | Contact
    visits: dict[int, Visit]
    actions: dict[int, list[Action]]
    here: dict[int, str]
    chats: dict[int, Conversation]
    notes: dict[int, Note]
    decisions: dict[int, Decision]
    claims: dict[int, Claim]
    users: dict[int, User]


def gathered(person: Lead | Contact, events: Collection[Event], portal_ids: frozenset[int]) -> Materials:
    """What these events are about; of visits and chats only those of the given portals."""
    visits = Visit.objects.filter(pk__in=_subjects(events, "VisitStarted"), portal__in=portal_ids).select_related(
        "portal"
    )
    chats = Conversation.objects.filter(pk__in=_subjects(events, "ConversationStarted"), portal__in=portal_ids)
    decisions = Decision.objects.in_bulk(_decision_ids(events))
    found = {visit.pk: visit for visit in visits}
    return Materials(
        person=person,
        visits=found,
        actions=actions_of(found),
        here={v.visit_id: v.title or v.url for v in board.here() if v.visit_id in found},
        chats={chat.pk: chat for chat in chats.select_related("agent")},
        notes=Note.objects.select_related("author").in_bulk(_subjects(events, "NoteWritten")),
        decisions=decisions,
        claims=_claims(decisions.values()),
        users=User.objects.in_bulk(_owner_ids(events)),
    )


def _subjects(events: Iterable[Event], kind: str) -> list[int]:
    return [event.subject_id for event in events if event.kind == kind]


def _decision_ids(events: Iterable[Event]) -> list[int]:
    return [event.data["decision"] for event in events if "decision" in event.data]


def _owner_ids(events: Iterable[Event]) -> list[int]:
    owners = {event.data.get(side) for event in events if event.kind == "OwnerChanged" for side in ("old", "new")}
    return [owner for owner in owners if owner]


def _claims(decisions: Iterable[Decision]) -> dict[int, Claim]:
    ids = {claim for decision in decisions for claim in decision.claims}
    return Claim.objects.select_related("identifier").in_bulk(ids)
