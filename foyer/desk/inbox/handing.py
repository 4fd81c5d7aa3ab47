"""Who can go on with a chat: the others of its portal, whoever is online first, and whoever of a team is free (E13)."""

import dataclasses
from collections.abc import Iterable

from foyer.conversations.candidates import agents_of, rules_of
from foyer.conversations.models import Conversation
from foyer.conversations.turns import next_of
from foyer.desk.status.words import Standing, standing_of
from foyer.portals.queries import users_of
from foyer.team.models import Team, User


@dataclasses.dataclass(frozen=True, slots=True)
class Taker:
    """A colleague, or the user, with the chat status."""

    standing: Standing
    is_me: bool

    @property
    def user(self) -> User:
        """Who it is."""
        return self.standing.user


def takers_of(user: User, chat: Conversation) -> list[Taker]:
    """All who may have it and have not: oneself first, then by status and name. One query."""
    others = users_of(chat.portal).exclude(pk=chat.agent_id or 0).select_related("availability")
    takers = [Taker(standing_of(each), is_me=each.pk == user.pk) for each in others]
    return sorted(takers, key=lambda taker: (not taker.is_me, taker.standing.order))


@dataclasses.dataclass(frozen=True, slots=True)
class Crew:
    """A team, and who of it would have the chat now: nobody, when none of them takes one more."""

    team: Team
    taker: Taker | None

    @property
    def key(self) -> str:
        """What stands for it among the users' numbers."""
        return f"team-{self.team.pk}"


def crews_of(takers: Iterable[Taker], user: User, chat: Conversation) -> list[Crew]:
    """The teams in which somebody else could have it; five queries."""
    able = {taker.user.pk: taker for taker in takers if taker.user.pk != user.pk}
    teams = list(Team.objects.filter(members__in=able).distinct().prefetch_related("members"))
    if not teams:
        return []
    rules, agents = rules_of(chat.portal), agents_of(chat.portal)
    chosen = {team.pk: next_of(rules, agents, able.keys() & {each.pk for each in team.members.all()}) for team in teams}
    return [Crew(team, able.get(chosen[team.pk] or 0)) for team in teams]
