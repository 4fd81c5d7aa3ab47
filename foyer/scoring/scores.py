"""The visitor score of many people at once, with where each point comes from (F81, D7)."""

import dataclasses
from collections.abc import Collection
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foyer.conversations.models import Conversation
from foyer.conversations.queries import IS_CHAT
from foyer.identity.models import Claim, Identifier
from foyer.identity.queries import profiles_of
from foyer.lib.prepared import prepared
from foyer.visits.models import Visit
from foyer.visits.score import Behaviour, Points, points, score
from foyer.visits.types import VisitDay


@dataclasses.dataclass(frozen=True, slots=True)
class Scored:
    """A score and its parts."""

    score: int
    parts: list[Points]


NOBODY = Scored(0, [])


def scores_of(actor_ids: Collection[int]) -> dict[int, Scored]:
    """The score of the person behind each actor; four queries for any number, and no work for nobody."""
    if not actor_ids:
        return {}
    profiles = profiles_of(actor_ids)
    scored = scores_of_profiles(set(profiles.values()))
    return {actor: scored.get(profile, NOBODY) for actor, profile in profiles.items()}


def scores_of_profiles(profiles: Collection[int]) -> dict[int, Scored]:
    """The score of each of these people; three queries for any number."""
    return {profile: Scored(score(found), points(found)) for profile, found in _behaviours(profiles).items()}


def score_of(days: Collection[VisitDay], chats: int, *, gave_email: bool) -> Scored:
    """The score of one person whose days and chats are known."""
    pages, seconds = sum(day.pages for day in days), sum(day.seconds for day in days)
    found = _behaviour((pages, seconds, len({day.day for day in days})), chats, gave_email)
    return Scored(score(found), points(found))


def why(part: Points) -> str:
    """One line of the explanation: what was counted."""
    amount = round(part.amount)
    lines = {
        "pages": ngettext("%(amount)s page opened", "%(amount)s pages opened", amount),
        "minutes": ngettext("%(amount)s minute on the website", "%(amount)s minutes on the website", amount),
        "days": ngettext("%(amount)s day visited", "%(amount)s days visited", amount),
        "chats": ngettext("%(amount)s chat", "%(amount)s chats", amount),
        "gave_email": _("gave an e-mail address"),
    }
    return lines[part.fact] % {"amount": amount}


def _behaviours(profiles: Collection[int]) -> dict[int, Behaviour]:
    people = tuple(profiles)
    seen = {row[0]: row[1:] for row in _visited(people)}
    chatted, known = dict(_chatted(people)), _with_email(people)
    return {
        profile: _behaviour(seen.get(profile, (0, 0, 0)), chatted.get(profile, 0), profile in known)
        for profile in profiles
    }


def _behaviour(seen: tuple[int, int, int], chats: int, gave_email: bool) -> Behaviour:
    pages, seconds, days = seen
    return Behaviour(pages=pages or 0, minutes=(seconds or 0) / 60, days=days, chats=chats, gave_email=gave_email)


def _with_email(profiles: tuple[int, ...]) -> set[int | None]:
    """The kind is no condition: SQLite would read every address there is, 50 ms at 40,000."""
    return {profile for profile, kind in _shown(profiles) if kind == Identifier.Kind.EMAIL}


@prepared
def _visited(profiles: Any) -> QuerySet[Visit, tuple[Any, ...]]:
    visits = Visit.objects.filter(actor__profile__in=profiles).order_by().values_list("actor__profile")
    return visits.annotate(Sum("pages"), Sum("seconds"), Count("day", distinct=True))


@prepared
def _chatted(profiles: Any) -> QuerySet[Conversation, tuple[Any, ...]]:
    chats = Conversation.objects.filter(IS_CHAT, actor__profile__in=profiles).order_by()
    return chats.values_list("actor__profile").annotate(Count("pk"))


@prepared
def _shown(profiles: Any) -> QuerySet[Claim, tuple[Any, ...]]:
    claims = Claim.objects.filter(actor__profile__in=profiles, retracted_at=None)
    return claims.values_list("actor__profile", "identifier__kind")
