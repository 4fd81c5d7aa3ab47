"""What follows from a web chat: the visitor hears of it, is recognised, and becomes a lead or contact (F28, F4-F6)."""

from collections.abc import Sequence

from django.db import transaction

from foyer.channels.webchat.invited import refill_invitations
from foyer.channels.webchat.models import ChatSession
from foyer.conversations.models import Conversation, Message
from foyer.conversations.types import (
    ConversationAccepted,
    ConversationEnded,
    ConversationHandedOver,
    ConversationMissed,
    ConversationRated,
    ConversationRingsAgain,
    ConversationStarted,
    MessageSent,
    VisitorIntroduced,
    VisitorInvited,
)
from foyer.crm.actions import change_owner, claim_of_visitor, create_person
from foyer.crm.actions.simple import open_deal_for
from foyer.crm.models import Source
from foyer.crm.queries import MODELS, person_of
from foyer.events.models import Event
from foyer.events.reactions import reacts_to, reacts_to_many
from foyer.identity.models import Claim, Identifier, Level
from foyer.identity.queries import claims_left
from foyer.lib.bus import bus
from foyer.portals.models import AssignTo, Portal
from foyer.team.models import User
from foyer.visits.actions import note_chat, set_attended_by


@reacts_to_many(MessageSent)
def tell_the_visitor(events: Sequence[Event]) -> None:
    """There is a new line; the socket fetches it. Notes are not for visitors."""
    last = {event.subject_id: event.data["seq"] for event in events if event.data["author"] != Message.Kind.NOTE}
    for conversation_id, seq in last.items():
        bus().publish(f"conversation:{conversation_id}", {"t": "message", "seq": seq})


@reacts_to(
    ConversationAccepted,
    ConversationHandedOver,
    ConversationEnded,
    ConversationMissed,
    ConversationRated,
    ConversationRingsAgain,
    VisitorIntroduced,
)
def tell_the_state(event: Event) -> None:
    """Taken, in other hands, over, missed, ringing again, rated, or named; the socket fetches the state."""
    bus().publish(f"conversation:{event.subject_id}", {"t": "state"})


@reacts_to(VisitorInvited, ConversationAccepted, ConversationEnded)
def tell_of_invitations(_event: Event) -> None:
    """From the next hit on the browser hears that somebody wrote to it, or no longer (B7)."""
    refill_invitations()


@reacts_to(ConversationStarted)
def note_the_chat_in_the_visit(event: Event) -> None:
    """The chat is an action of the visit (F69)."""
    conversation = Conversation.objects.get(pk=event.subject_id)
    note_chat(conversation.actor_id, conversation.page_title, conversation.page_url, conversation.started_at)


@reacts_to(ConversationStarted, VisitorIntroduced)
@transaction.atomic
def recognise(event: Event) -> None:
    """The typed e-mail and phone are claims of the lowest level; with name and e-mail a record is made (F28, B3)."""
    sessions = ChatSession.objects.select_related("conversation__actor", "conversation__portal")
    found = sessions.filter(conversation_id=event.subject_id).first()
    if found is None:
        return
    chat = found.conversation
    left = claims_left(chat.actor_id, Claim.Way.CHAT_FORM, _event_ref(found), chat.started_at)
    claimed = [_claim(found, kind, value) for kind, value in _typed(found)[:left]]
    if chat.visitor_name and any(one and one.identifier.kind == Identifier.Kind.EMAIL for one in claimed):
        _make_record(found)


@reacts_to(ConversationStarted)
def open_a_deal(event: Event) -> None:
    """In the simple mode a known customer without an open deal gets one (F223)."""
    open_deal_for(Conversation.objects.values_list("actor_id", flat=True).get(pk=event.subject_id))


@reacts_to(ConversationAccepted)
@transaction.atomic
def name_the_attendee(event: Event) -> None:
    """Attended By on the visit (D4, F40), and an owner for the record that has none (F5, F6)."""
    conversation = Conversation.objects.select_related("agent", "portal__assign_user").get(pk=event.subject_id)
    if conversation.agent is None:
        return
    set_attended_by(conversation.actor_id, conversation.started_at, conversation.agent.pk)
    card = person_of(conversation.actor_id)
    owner = _owner(conversation.portal, conversation.agent)
    if card is not None and card.owner_id is None and owner is not None:
        change_owner(MODELS[card.module].objects.get(pk=card.id), None, owner)


def _typed(session: ChatSession) -> list[tuple[str, str]]:
    kinds = ((Identifier.Kind.EMAIL, session.email), (Identifier.Kind.PHONE, session.phone))
    return [(kind, value) for kind, value in kinds if value]


def _event_ref(session: ChatSession) -> str:
    return f"chat:{session.conversation_id}"


def _claim(session: ChatSession, kind: str, value: str) -> Claim | None:
    conversation = session.conversation
    return claim_of_visitor(
        conversation.actor,
        kind,
        value,
        event_ref=_event_ref(session),
        level=Level.TYPED,
        way=Claim.Way.CHAT_FORM,
        name=conversation.visitor_name,
        at=conversation.started_at,
    )


def _make_record(session: ChatSession) -> None:
    conversation = session.conversation
    first_name, _, last_name = conversation.visitor_name.partition(" ")
    create_person(
        "contact" if conversation.portal.push_as == "contact" else "lead",
        first_name=first_name,
        last_name=last_name,
        source=Source.CHAT,
        portal=conversation.portal,
        owner=_owner(conversation.portal),
        emails=[session.email],
        phones=[session.phone] if session.phone else [],
        from_actor=conversation.actor,
        event_ref=_event_ref(session),
    )


def _owner(portal: Portal, attendee: User | None = None) -> User | None:
    """Whom the portal's setting names; nobody when they have left (F5, F6)."""
    owner = portal.assign_user if portal.assign_to == AssignTo.USER else attendee
    return owner if owner is not None and owner.is_active else None
