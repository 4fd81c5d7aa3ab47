"""Chats that nobody takes in time: missed, a task for somebody, back in the queue when one comes (D17, F138, B6)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from contextlib import AbstractContextManager

from django.db import transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from foyer.conversations.models import Conversation, State
from foyer.conversations.offering import offer
from foyer.conversations.storing import about, held
from foyer.conversations.types import ConversationMissed, ConversationRingsAgain
from foyer.crm.actions.follow_ups import close_follow_up, create_follow_up
from foyer.crm.queries import person_of
from foyer.crm.types import PersonCard
from foyer.events.actions import record
from foyer.lib import clock
from foyer.portals.models import AssignTo, Portal
from foyer.team.models import State as Status
from foyer.team.models import User
from foyer.team.queries import house_language

BATCH = 100
JUST_NOW = dt.timedelta(minutes=3)
MISSED_AFTER = dt.timedelta(seconds=60)  # where a portal says nothing else


@transaction.atomic
def miss_waiting_conversations(now: dt.datetime) -> int:
    """Marks chats that nobody took in the portal's time as missed (D17); they can still be taken. Returns how many."""
    waiting = Conversation.objects.filter(_is_overdue(now), state=State.WAITING, missed_at=None)
    missed = list(waiting.select_for_update().order_by("id")[:BATCH])
    no_offer = {"offered_to": None, "offered_at": None, "offer_ends_at": None}
    found = Conversation.objects.filter(pk__in=[c.pk for c in missed])
    found.update(missed_at=now, version=F("version") + 1, **no_offer)
    record(*(ConversationMissed(**about(conversation, None)) for conversation in missed))
    return len(missed)


def ring_again(user_id: int, actors_here: Collection[int]) -> int:
    """Missed chats of the portals of who came online, whose visitor is still there, go back to the queue (B6).

    Whoever wrote a moment ago is there, too: a chat is possible without being tracked (B26). Returns how many.
    """
    portals = Portal.objects.filter(users=user_id, users__availability__state=Status.ONLINE).values("pk")
    is_there = Q(actor__in=actors_here) | Q(last_at__gt=clock.now() - JUST_NOW)
    missed = Conversation.objects.filter(is_there, state=State.WAITING, missed_at__isnull=False, portal__in=portals)
    found = list(missed.order_by("started_at", "pk").values_list("pk", flat=True)[:BATCH])
    return sum(_ring_again(pk) for pk in found)


@transaction.atomic
def make_task(conversation_id: int) -> None:
    """Somebody has to see to a chat that was missed: one task for each, however often it is missed."""
    conversation = held(conversation_id)
    if conversation.state != State.WAITING or conversation.missed_at is None or conversation.follow_up_id is not None:
        return
    card = person_of(conversation.actor_id)
    owner = _owner_of_task(conversation, card)
    with _in_the_language_of(owner):
        name = (card.name if card else "") or conversation.visitor_name or _("Visitor")
        subject = _("Missed chat: %(name)s") % {"name": name}
    actor_id = card.actor_id if card else conversation.actor_id
    conversation.follow_up = create_follow_up(subject, conversation.request_text, actor_id, owner)
    conversation.save(update_fields=["follow_up"])


def close_task(conversation_id: int) -> None:
    """The chat was taken after all."""
    found = Conversation.objects.filter(pk=conversation_id, follow_up__isnull=False, agent__isnull=False)
    conversation = found.select_related("agent", "follow_up__owner").first()
    if conversation is None or conversation.follow_up is None or conversation.agent is None:
        return
    with _in_the_language_of(conversation.follow_up.owner):
        outcome = _("%(name)s took the chat.") % {"name": conversation.agent.name}
    close_follow_up(conversation.follow_up.pk, conversation.agent, outcome)


@transaction.atomic
def _ring_again(conversation_id: int) -> bool:
    conversation = held(conversation_id)
    if conversation.state != State.WAITING or conversation.missed_at is None:
        return False
    conversation.missed_at, conversation.rings_since = None, clock.now()
    conversation.version += 1
    conversation.save(update_fields=["missed_at", "rings_since", "version"])
    record(ConversationRingsAgain(**about(conversation, None)))
    offer(conversation)
    return True


def _is_overdue(now: dt.datetime) -> Q:
    """By portal, since each has its own time."""
    portals = defaultdict(list)
    for pk, seconds in Portal.objects.values_list("pk", "missed_after_s"):
        portals[seconds].append(pk)
    overdue = Q(pk__in=[])
    for seconds, ids in portals.items():
        overdue |= Q(portal__in=ids, rings_since__lt=now - dt.timedelta(seconds=seconds))
    return overdue


def _owner_of_task(conversation: Conversation, card: PersonCard | None) -> User | None:
    """The owner of the record, else whom the portal names for new records; nobody when they have left."""
    portal = Portal.objects.select_related("assign_user").get(pk=conversation.portal_id)
    named = portal.assign_user if portal.assign_to == AssignTo.USER else None
    owner = User.objects.filter(pk=card.owner_id, is_active=True).first() if card and card.owner_id else None
    return owner or (named if named and named.is_active else None)


def _in_the_language_of(user: User | None) -> AbstractContextManager[None]:
    return translation.override(user.language if user else house_language())
