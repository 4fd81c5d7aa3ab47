"""What is pushed to whom: reactions that find out who is concerned, and leave the rest to `announce` (E32, B17)."""

from collections.abc import Collection, Sequence

from django.db.models import Q

from foyer.conversations.models import Conversation, Message, State
from foyer.conversations.types import (
    ColleagueNamed,
    ConversationBack,
    ConversationHandedOver,
    ConversationMissed,
    ConversationOffered,
    ConversationRingsAgain,
    ConversationStarted,
    MessageSent,
)
from foyer.crm.activity_types import ColleagueMentioned, ReminderDue
from foyer.crm.queries import person_of
from foyer.events.models import Event
from foyer.events.reactions import reacts_to, reacts_to_many
from foyer.lib.bus import bus
from foyer.lib.reading import among, read
from foyer.notifications.actions import News, announce, announce_all
from foyer.portals.queries import users_of
from foyer.team.models import BY_THEMSELVES
from foyer.team.models import State as Stands


@reacts_to(ConversationStarted, ConversationRingsAgain, ConversationOffered)
def push_ring(event: Event) -> None:
    """Rings on devices: of whom it is offered to, or of all who are online, or away by themselves only (F161, E12)."""
    chat = Conversation.objects.select_related("portal").filter(pk=event.subject_id, state=State.WAITING).first()
    if chat is None or chat.offered_to_id != event.data.get("to"):
        return
    online = Q(availability__state=Stands.ONLINE)
    called = Q(availability__state=Stands.AWAY, availability__reason__in=BY_THEMSELVES)
    all_of_it = users_of(chat.portal).filter(online | called).values_list("pk", flat=True)
    announce(event.pk, "ring", chat.pk, _ids([chat.offered_to_id]) or list(all_of_it))


@reacts_to(ConversationStarted)
def push_answer(event: Event) -> None:
    """Whoever wrote first is told that there is an answer (B7)."""
    answered = Conversation.objects.filter(pk=event.subject_id, invited_at__isnull=False, state=State.OPEN)
    announce(event.pk, "line", event.subject_id, _ids(answered.values_list("agent", flat=True)))


@reacts_to_many(MessageSent)
def push_lines(events: Sequence[Event]) -> None:
    """The agent of a chat hears of a visitor's line, by a sound in an open page or on a device."""
    last = {event.subject_id: event for event in events if event.data["author"] == Message.Kind.VISITOR}
    if not last:
        return
    where = f"WHERE id {among(last)} AND state = %s AND agent_id IS NOT NULL"
    chats = read(Conversation, ("id", "agent_id"), where, [*last, State.OPEN])
    told = [(last[chat.pk], agent_id) for chat in chats if (agent_id := chat.agent_id)]
    for event, agent_id in told:
        bus().publish(f"user:{agent_id}", {"t": "line", "id": event.subject_id})
    announce_all("line", [News(event.pk, event.subject_id, (agent_id,)) for event, agent_id in told])


@reacts_to(ConversationMissed)
def push_missed(event: Event) -> None:
    """The owner of who was missed; whoever belongs to the portal where there is none (F138)."""
    chat = Conversation.objects.select_related("portal").filter(pk=event.subject_id).first()
    if chat:
        card = person_of(chat.actor_id)
        concerned = [card.owner_id] if card and card.owner_id else users_of(chat.portal).values_list("pk", flat=True)
        announce(event.pk, "missed", chat.pk, list(concerned))


@reacts_to(ConversationHandedOver)
def push_handed(event: Event) -> None:
    """Whoever has it now, unless they took it over themselves."""
    if event.data["to"] != event.user_id:
        announce(event.pk, "handed", event.subject_id, [event.data["to"]])


@reacts_to(ConversationBack)
def push_back(event: Event) -> None:
    """Whose chat it is that was put aside until now."""
    if event.data["is_due"]:
        theirs = Conversation.objects.filter(pk=event.subject_id, state=State.OPEN)
        announce(event.pk, "back", event.subject_id, _ids(theirs.values_list("agent", flat=True)))


@reacts_to(ColleagueMentioned)
def push_mention(event: Event) -> None:
    """Whoever was named, or notified as sales (F184)."""
    announce(event.pk, "mention", event.data["mention"], [event.data["mentioned"]])


@reacts_to(ColleagueNamed)
def push_named(event: Event) -> None:
    """The same in a note of a chat."""
    announce(event.pk, "named", event.subject_id, [event.data["named"]])


@reacts_to(ReminderDue)
def push_reminder(event: Event) -> None:
    """Whose activity it is."""
    announce(event.pk, "reminder", event.subject_id, _ids([event.data["owner"]]))


def _ids(found: Collection[int | None]) -> list[int]:
    return [pk for pk in found if pk]
