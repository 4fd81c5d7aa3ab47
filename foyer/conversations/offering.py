"""Offering waiting chats: to one after the other, each for a while, and to all when nobody is left (E12, B12, B16)."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from foyer.conversations.candidates import agents_of, preferred_of, rules_of
from foyer.conversations.models import Conversation, Offer, State
from foyer.conversations.storing import about, held
from foyer.conversations.turns import next_turn
from foyer.conversations.types import ConversationOffered
from foyer.events.actions import record
from foyer.lib import clock
from foyer.portals.models import Portal
from foyer.team.models import State as Status

OFFERED = ("offered_to", "offered_at", "offer_ends_at")
BATCH = 100


def offer(conversation: Conversation) -> None:
    """Asks the next one, or rings for all. Within a transaction that holds the conversation.

    Chats of a portal take turns, so that two at once are offered to two. What it asks, the database knows: after a
    restart it goes on where it was.
    """
    portal = Portal.objects.get(pk=conversation.portal_id)
    rules = rules_of(portal)
    if rules.ring_for_all:
        return
    Portal.objects.select_for_update(no_key=True).get(pk=portal.pk)
    had = set(conversation.offers.filter(at__gte=conversation.rings_since).values_list("user", flat=True))
    turn = next_turn(rules, agents_of(portal), preferred_of(conversation), had)
    before, now = conversation.offered_to_id, clock.now()
    if turn is None:
        end_offer(conversation)
    else:
        conversation.offered_to_id, conversation.offered_at = turn.user_id, now
        conversation.offer_ends_at = now + dt.timedelta(seconds=turn.seconds)
        Offer.objects.create(conversation=conversation, user_id=turn.user_id, step=turn.step, at=now)
    conversation.save(update_fields=OFFERED)
    if turn or before:
        record(ConversationOffered(**about(conversation, None), to=conversation.offered_to_id, before=before))


def end_offer(conversation: Conversation) -> None:
    """It is offered to nobody any more; the row is not stored here."""
    conversation.offered_to = conversation.offered_at = conversation.offer_ends_at = None


def offer_on(now: dt.datetime) -> int:
    """Offers on what was not taken in time, or was offered to who takes no chats any more. Returns how many."""
    offered = Conversation.objects.filter(state=State.WAITING, offered_to__isnull=False).filter(_is_over(now))
    found = list(offered.order_by("pk").values_list("pk", flat=True)[:BATCH])
    return sum(_offer_on(pk, now) for pk in found)


@transaction.atomic
def _offer_on(conversation_id: int, now: dt.datetime) -> bool:
    conversation = held(conversation_id)
    if not Conversation.objects.filter(_is_over(now), pk=conversation_id, state=State.WAITING).exists():
        return False
    offer(conversation)
    return True


def _is_over(now: dt.datetime) -> Q:
    here = Q(offered_to__is_active=True, offered_to__availability__state=Status.ONLINE)
    return Q(offered_to__isnull=False) & (Q(offer_ends_at__lte=now) | ~here)
