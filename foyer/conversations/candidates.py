"""What the turns are decided from: the portal's rules, who takes chats now, and who knows the visitor (E12, B12)."""

from collections import Counter
from collections.abc import Collection

from django.db.models import Count, OuterRef, Subquery

from foyer.conversations.models import Conversation, Offer, State
from foyer.conversations.turns import Agent, Preferred, Rules
from foyer.crm.queries import person_of
from foyer.identity.models import Level
from foyer.identity.queries import actors_of, assurance_of
from foyer.portals.models import Portal
from foyer.team.queries import online_users

SURE_ENOUGH = Level.ATTESTED


def rules_of(portal: Portal) -> Rules:
    """What the portal wants."""
    return Rules(
        mode=portal.queue_mode,
        most_chats=portal.most_chats,
        owner_s=portal.owner_s,
        last_agent_s=portal.last_agent_s,
        offer_s=portal.offer_s,
    )


def agents_of(portal: Portal) -> list[Agent]:
    """Who of the portal takes chats now, with what the modes ask of them; three queries."""
    ended = Conversation.objects.filter(state=State.ENDED, agent=OuterRef("pk")).order_by("-last_at", "-id")
    offers = Offer.objects.filter(user=OuterRef("pk"), conversation__portal=portal).order_by("-at")
    last_chat, last_offer = Subquery(ended.values("last_at")[:1]), Subquery(offers.values("at")[:1])
    rows = list(online_users(portal.pk).values_list("pk", "availability__since", last_chat, last_offer))
    chats = chats_of([row[0] for row in rows])
    return [
        Agent(user_id=pk, chats=chats[pk], idle_since=max(since, ended_at or since), offered_at=offered_at)
        for pk, since, ended_at, offered_at in rows
    ]


def chats_of(user_ids: Collection[int]) -> Counter[int]:
    """How many chats each has, and is offered, on all portals; what is put aside leaves room. Two queries."""
    taken = Conversation.objects.filter(state=State.OPEN, agent__in=user_ids, snoozed_until=None).order_by()
    offered = Conversation.objects.filter(state=State.WAITING, offered_to__in=user_ids).order_by()
    counts = Counter(dict(taken.values_list("agent").annotate(Count("pk"))))
    counts.update(dict(offered.values_list("offered_to").annotate(Count("pk"))))
    return counts


def preferred_of(conversation: Conversation) -> Preferred:
    """The owner of the visitor's record, and who had the last chat with them.

    An address that was typed proves nothing: who is not attested at least has no owner here, and only the past of the
    same browser (B3).
    """
    actor_id = conversation.actor_id
    card = person_of(actor_id)
    is_sure = card is not None and (assurance_of(actor_id, [card.actor_id]) or 0) >= SURE_ENOUGH
    chats = Conversation.objects.filter(actor__in=actors_of(actor_id) if is_sure else [actor_id])
    last = chats.filter(agent__isnull=False, accepted_at__isnull=False).order_by("-last_at", "-pk")
    owner_id = card.owner_id if card and is_sure else None
    return Preferred(owner_id=owner_id, last_agent_id=last.values_list("agent", flat=True).first())
