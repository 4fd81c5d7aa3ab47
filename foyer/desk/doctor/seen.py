"""What the doctor saw, in a fixed number of queries: portals, people, chats, and one visit as an example (B14)."""

import dataclasses
import datetime as dt

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from foyer.conversations.models import Conversation, State
from foyer.crm.queries import people_of
from foyer.crm.types import PersonCard
from foyer.lib import clock
from foyer.portals.models import Portal
from foyer.portals.queries import integration_on, portals_of
from foyer.team.models import State as Chat
from foyer.team.models import User
from foyer.team.rights import rights_of
from foyer.visits.models import Visit

LATELY = dt.timedelta(days=7)
NEWEST = 200
"""So many of the newest visits are looked at for whether somebody is known among them."""


@dataclasses.dataclass(frozen=True, slots=True)
class Site:
    """A portal, and the last sign of its code."""

    portal: Portal
    last_hit: dt.datetime | None
    people: int


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """Everything that the answers rest on. `user` is who asks; None when the operator does."""

    user: User | None
    is_on: bool
    sites: list[Site]
    online: list[str]
    without_visits: list[User]
    visits: int
    known: int
    waiting: int
    missed: int
    example: tuple[Visit, PersonCard] | None


def look(user: User | None) -> Seen:
    """Looks once; a user sees what their portals and profile let them see, and no names of others (T7)."""
    portals = Portal.objects.all() if user is None else portals_of(user)
    sites = _sites(portals)
    ids = [site.portal.pk for site in sites]
    sees = user is None or rights_of(user).may("visit", "view")
    rows = Visit.objects.filter(portal__in=ids).order_by("-started", "-pk")
    newest = list(rows[:NEWEST]) if sees else []
    cards = people_of([visit.actor_id for visit in newest]) if newest else {}
    named = [(visit, cards[visit.actor_id]) for visit in newest if visit.actor_id in cards]
    chats = Conversation.objects.filter(portal__in=ids, agent=None, missed_at__isnull=False)
    figures = chats.aggregate(
        waiting=Count("pk", filter=Q(state=State.WAITING)),
        missed=Count("pk", filter=Q(missed_at__gte=clock.now() - LATELY)),
    )
    everybody = list(User.objects.filter(is_active=True).select_related("access_profile", "availability"))
    return Seen(
        user=user,
        is_on=integration_on(),
        sites=sites,
        online=_online(everybody, ids),
        without_visits=[each for each in everybody if not rights_of(each).may("visit", "view")],
        visits=len(newest),
        known=len(named),
        waiting=figures["waiting"],
        missed=figures["missed"],
        example=named[0] if named and (user is None or user.is_administrator) else None,
    )


def _sites(portals: QuerySet[Portal]) -> list[Site]:
    newest = Visit.objects.filter(portal=OuterRef("pk")).order_by("-started", "-pk").values("ended")[:1]
    people = Count("users", filter=Q(users__is_active=True), distinct=True)
    rows = portals.annotate(last_hit=Subquery(newest), people=people)
    return [Site(row, row.last_hit, row.people) for row in rows]


def _online(everybody: list[User], portal_ids: list[int]) -> list[str]:
    belong = set(Portal.users.through.objects.filter(portal__in=portal_ids).values_list("user_id", flat=True))
    here = [each for each in everybody if each.pk in belong and hasattr(each, "availability")]
    return [each.first_name for each in here if each.availability.state == Chat.ONLINE]
