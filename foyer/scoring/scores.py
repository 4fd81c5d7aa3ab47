"""The visitor score of many people at once, with where each point comes from (F81, D7)."""

import dataclasses
from collections.abc import Collection

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foyer.conversations.models import Conversation
from foyer.conversations.queries import IS_CHAT
from foyer.identity.models import Claim, Identifier
from foyer.identity.queries import profiles_of
from foyer.visits.models import Visit
from foyer.visits.score import Behaviour, Points, points, score


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


def score_of(actors: Collection[int], chats: int, *, gave_email: bool) -> Scored:
    """The score of one person whose actors and chats are known; one query."""
    seen = Visit.objects.filter(actor__in=actors).aggregate(
        pages=Sum("pages"), seconds=Sum("seconds"), days=Count("day", distinct=True)
    )
    found = _behaviour((seen["pages"], seen["seconds"], seen["days"]), chats, gave_email)
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
    visits = Visit.objects.filter(actor__profile__in=profiles).order_by().values_list("actor__profile")
    seen = {row[0]: row[1:] for row in visits.annotate(Sum("pages"), Sum("seconds"), Count("day", distinct=True))}
    chats = Conversation.objects.filter(IS_CHAT, actor__profile__in=profiles).order_by().values_list("actor__profile")
    chatted = dict(chats.annotate(Count("pk")))
    known = _with_email(profiles)
    return {
        profile: _behaviour(seen.get(profile, (0, 0, 0)), chatted.get(profile, 0), profile in known)
        for profile in profiles
    }


def _behaviour(seen: tuple[int, int, int], chats: int, gave_email: bool) -> Behaviour:
    pages, seconds, days = seen
    return Behaviour(pages=pages or 0, minutes=(seconds or 0) / 60, days=days, chats=chats, gave_email=gave_email)


def _with_email(profiles: Collection[int]) -> set[int | None]:
    """The kind is no condition: SQLite would read every address there is, 50 ms at 40,000."""
    claims = Claim.objects.filter(actor__profile__in=profiles, retracted_at=None)
    shown = claims.values_list("actor__profile", "identifier__kind")
    return {profile for profile, kind in shown if kind == Identifier.Kind.EMAIL}
