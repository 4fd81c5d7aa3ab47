"""What the people who work here are nudged about; their browsers fetch what they show (idea 3)."""

from collections.abc import Sequence

from foyer.conversations.models import ChatMention, Conversation, State
from foyer.conversations.types import (
    ColleagueNamed,
    ConversationAccepted,
    ConversationBack,
    ConversationEnded,
    ConversationHandedOver,
    ConversationJoined,
    ConversationLeft,
    ConversationMissed,
    ConversationOffered,
    ConversationRated,
    ConversationRingsAgain,
    ConversationSnoozed,
    ConversationStarted,
    ConversationTagged,
    InvitationDeclined,
    MessageSent,
    VisitorInvited,
)
from foyer.crm.identity_types import IdentifierDescribed, IdentifierShown, IdentifierTakenOff, VisitorRecognised
from foyer.crm.mailings.types import AddressUnsubscribed, MailSent
from foyer.crm.queries import people_of
from foyer.crm.setup_types import CustomFieldChanged, LayoutChanged, PickListChanged, PipelineChanged
from foyer.crm.types import (
    AccountCreated,
    ContactCreated,
    ConversionUndone,
    DealContactChanged,
    DealCreated,
    DealMoved,
    FieldChanged,
    LeadConverted,
    LeadCreated,
    MergeUndone,
    NoteWritten,
    OwnerChanged,
    RecordDeleted,
    RecordRestored,
    RecordsMerged,
    StatusChanged,
    TagsChanged,
)
from foyer.events.models import Event
from foyer.events.reactions import reacts_to, reacts_to_many
from foyer.identity.types import ActorsJoined, ActorsSplit
from foyer.lib.bus import bus
from foyer.portals.models import Portal
from foyer.team.types import AvailabilityChanged
from foyer.visits.types import VisitEnded, VisitStarted


@reacts_to(ConversationStarted, ConversationRingsAgain)
def ring(event: Event) -> None:
    """The icon of whoever is online blinks and sounds (F161); who is asked first hears of it alone (E12)."""
    if Conversation.objects.filter(pk=event.subject_id, state=State.WAITING, offered_to=None).exists():
        _tell_portal(event, {"t": "ring", "id": event.subject_id})


@reacts_to(ConversationOffered)
def ring_for_whom_it_is_offered_to(event: Event) -> None:
    """It goes on from one to the next, and from the last to all (E12, B12)."""
    if before := event.data["before"]:
        bus().publish(f"user:{before}", {"t": "quiet", "id": event.subject_id})
    waiting = Conversation.objects.filter(pk=event.subject_id, state=State.WAITING, offered_to=event.data["to"])
    if not waiting.exists():
        return
    ringing = {"t": "ring", "id": event.subject_id}
    if to := event.data["to"]:
        bus().publish(f"user:{to}", ringing)
    else:
        _tell_portal(event, ringing)


@reacts_to(ConversationStarted)
def tell_who_invited(event: Event) -> None:
    """Whoever wrote first hears that there is an answer, wherever they are by now (B7)."""
    answered = Conversation.objects.filter(pk=event.subject_id, invited_at__isnull=False, state=State.OPEN)
    for agent_id in answered.exclude(agent=None).values_list("agent", flat=True):
        bus().publish(f"user:{agent_id}", {"t": "answered", "id": event.subject_id})


@reacts_to(ConversationHandedOver)
def tell_who_has_it_now(event: Event) -> None:
    """Whoever goes on with a chat hears of it, unless they took it over themselves."""
    if event.data["to"] != event.user_id:
        bus().publish(f"user:{event.data['to']}", {"t": "handed", "id": event.subject_id})


@reacts_to(ConversationBack)
def tell_whose_chat_is_back(event: Event) -> None:
    """Whoever put it aside until now, as long as it is theirs."""
    theirs = Conversation.objects.filter(pk=event.subject_id, state=State.OPEN)
    if event.data["is_due"] and (agent_id := theirs.values_list("agent", flat=True).first()):
        bus().publish(f"user:{agent_id}", {"t": "back", "id": event.subject_id})


@reacts_to(ColleagueNamed)
def tell_who_is_named(event: Event) -> None:
    """A pop-up with the note, unless they have looked at it meanwhile (E13)."""
    unseen = ChatMention.objects.filter(message__conversation=event.subject_id, user=event.data["named"], seen_at=None)
    if unseen.exists():
        bus().publish(f"user:{event.data['named']}", {"t": "named", "id": event.subject_id})


@reacts_to(ConversationAccepted, ConversationEnded)
def be_quiet(event: Event) -> None:
    """It blinks until one has taken it (F163)."""
    _tell_portal(event, {"t": "quiet", "id": event.subject_id})


@reacts_to_many(
    ConversationStarted,
    ConversationAccepted,
    ConversationHandedOver,
    ConversationJoined,
    ConversationLeft,
    ConversationTagged,
    ConversationSnoozed,
    ConversationBack,
    ConversationEnded,
    ConversationMissed,
    ConversationOffered,
    ConversationRingsAgain,
    ConversationRated,
    VisitorInvited,
    InvitationDeclined,
    MessageSent,
)
def refresh_inbox(events: Sequence[Event]) -> None:
    """Lists, the conversation itself, the board and the record show it."""
    for portal_id in dict.fromkeys(event.portal_id for event in events):
        bus().publish(f"portal:{portal_id}", {"t": "inbox"})
    for event in {event.subject_id: event for event in events}.values():
        _tell_portal(event, {"t": "conversation", "id": event.subject_id, "seq": event.data.get("seq", 0)})
        if event.kind != MessageSent.__name__:
            _tell_portal(event, {"t": "live"})
            _tell_record(event)


@reacts_to_many(VisitStarted)
def announce_visitors(events: Sequence[Event]) -> None:
    """A pop-up by kind of visitor, when the portal wants it (F7, F89, F100-F103, D9)."""
    eager = Portal.objects.filter(pk__in={event.portal_id for event in events}, is_enabled=True, notify_visitors=True)
    wanted = set(eager.values_list("pk", flat=True))
    told = [event for event in events if event.portal_id in wanted and event.actor_id]
    cards = people_of([event.actor_id for event in told if event.actor_id])
    for event in told:
        card = cards.get(event.actor_id or 0)
        _tell_portal(event, {"t": "visitor", "id": event.subject_id, "kind": card.kind if card else "unknown"})


@reacts_to_many(VisitStarted, VisitEnded)
def refresh_dots(events: Sequence[Event]) -> None:
    """Green dots change on open pages (D20)."""
    for portal_id in {event.portal_id for event in events}:
        bus().publish(f"portal:{portal_id}", {"t": "presence"})
    for event in events:
        _tell_record(event)


@reacts_to(
    LeadCreated,
    ContactCreated,
    AccountCreated,
    DealCreated,
    DealMoved,
    DealContactChanged,
    NoteWritten,
    StatusChanged,
    OwnerChanged,
    FieldChanged,
    TagsChanged,
    IdentifierShown,
    IdentifierDescribed,
    IdentifierTakenOff,
    VisitorRecognised,
    RecordDeleted,
    RecordRestored,
    LeadConverted,
    ConversionUndone,
    RecordsMerged,
    MergeUndone,
    MailSent,
    AddressUnsubscribed,
    ActorsJoined,
    ActorsSplit,
)
def refresh_record(event: Event) -> None:
    """The feed of the record has something new."""
    bus().publish("records", {"t": "record", "actor": event.actor_id})


@reacts_to(DealCreated, DealMoved, FieldChanged, OwnerChanged, RecordDeleted, RecordRestored)
def refresh_board(event: Event) -> None:
    """Deals move on open boards too."""
    if event.kind == DealCreated.__name__ or event.data.get("module") == "deal":
        bus().publish("records", {"t": "deals"})


@reacts_to(CustomFieldChanged, LayoutChanged, PickListChanged)
def refresh_details(_event: Event) -> None:
    """Open records show the new fields and words at once (F191)."""
    bus().publish("records", {"t": "layout"})


@reacts_to(PipelineChanged)
def refresh_stages(_event: Event) -> None:
    """Open boards have other columns."""
    bus().publish("records", {"t": "deals"})


@reacts_to(AvailabilityChanged)
def refresh_status(event: Event) -> None:
    """The user's other windows show the status too."""
    bus().publish(f"user:{event.user_id}", {"t": "availability"})


def _tell_portal(event: Event, message: dict[str, object]) -> None:
    bus().publish(f"portal:{event.portal_id}", message)


def _tell_record(event: Event) -> None:
    _tell_portal(event, {"t": "record", "actor": event.actor_id})
