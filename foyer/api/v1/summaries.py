"""The visits summary of many people at once, in a fixed number of queries (F74-F81)."""

import dataclasses
import datetime as dt
from collections.abc import Collection

from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery, Sum
from ninja import Schema

from foyer.conversations.models import Conversation
from foyer.conversations.queries import IS_CHAT
from foyer.identity.models import Profile
from foyer.portals.queries import portals_of
from foyer.team.models import User
from foyer.visits.models import Visit
from foyer.visits.score import Behaviour, score


class VisitsSummaryOut(Schema):
    """What is known of all visits and chats of a person; times and addresses null when there was none."""

    days_visited: int
    number_of_chats: int
    average_time_spent_minutes: float
    last_visited_time: dt.datetime | None
    first_visited_time: dt.datetime | None
    first_visited_url: str | None
    referrer: str | None
    visitor_score: int


@dataclasses.dataclass(frozen=True, slots=True)
class _Sums:
    days: int = 0
    seconds: int = 0
    pages: int = 0
    last: dt.datetime | None = None
    first: dt.datetime | None = None


def summaries_of(user: User, profile_ids: Collection[int], with_email: Collection[int]) -> dict[int, VisitsSummaryOut]:
    """The summary of each profile over the portals the user sees; five queries. `with_email`: who gave an address."""
    portals = [portal.pk for portal in portals_of(user)]
    visits = Visit.objects.filter(actor__profile__in=profile_ids, portal__in=portals)
    sums, first, chats = _sums(visits), _first_visits(profile_ids, portals), _chats(profile_ids, portals)
    return {
        profile: _summary(sums.get(profile, _Sums()), first.get(profile), chats.get(profile, 0), profile in with_email)
        for profile in profile_ids
    }


def _sums(visits: QuerySet[Visit]) -> dict[int, _Sums]:
    rows = visits.values_list("actor__profile").annotate(
        Count("day", distinct=True), Sum("seconds"), Sum("pages"), Max("started"), Min("started")
    )
    return {row[0]: _Sums(*row[1:]) for row in rows.order_by()}


def _first_visits(profile_ids: Collection[int], portals: Collection[int]) -> dict[int, Visit]:
    of_profile = Visit.objects.filter(actor__profile=OuterRef("pk"), portal__in=portals).order_by("started", "pk")
    profiles = Profile.objects.filter(pk__in=profile_ids).annotate(first_visit=Subquery(of_profile.values("pk")[:1]))
    ids = {profile: visit for profile, visit in profiles.values_list("pk", "first_visit") if visit}
    visits = Visit.objects.only("first_url", "referrer").in_bulk(list(ids.values()))
    return {profile: visits[visit] for profile, visit in ids.items() if visit in visits}


def _chats(profile_ids: Collection[int], portals: Collection[int]) -> dict[int, int]:
    chats = Conversation.objects.filter(IS_CHAT, actor__profile__in=profile_ids, portal__in=portals)
    return dict(chats.order_by().values_list("actor__profile").annotate(Count("pk")))


def _summary(sums: _Sums, first: Visit | None, chats: int, gave_email: bool) -> VisitsSummaryOut:
    minutes = sums.seconds / 60
    behaviour = Behaviour(pages=sums.pages, minutes=minutes, days=sums.days, chats=chats, gave_email=gave_email)
    return VisitsSummaryOut(
        days_visited=sums.days,
        number_of_chats=chats,
        average_time_spent_minutes=round(minutes / sums.days, 1) if sums.days else 0.0,
        last_visited_time=sums.last,
        first_visited_time=sums.first,
        first_visited_url=first.first_url if first else None,
        referrer=(first.referrer or None) if first else None,
        visitor_score=score(behaviour),
    )
