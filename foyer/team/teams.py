"""Verbs of teams: who works with whom, and so sees whose records where a profile says "team" (E25)."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from foyer.events.actions import record
from foyer.lib.text import clean_line
from foyer.team.actions import require_administrator
from foyer.team.models import Team, User
from foyer.team.types import Refusal, TeamChanged

MAX_NAME = 80


def create_team(by: User, name: str) -> Team:
    """A team without members."""
    require_administrator(by)
    with transaction.atomic():
        made = Team.objects.create(name=_free_name(name, None))
        record(TeamChanged(subject_id=made.pk, user_id=by.pk, what="created"))
    return made


def rename_team(team: Team, by: User, name: str) -> Team:
    """Another name."""
    require_administrator(by)
    with transaction.atomic():
        team.name = _free_name(name, team)
        team.save(update_fields=["name"])
        record(TeamChanged(subject_id=team.pk, user_id=by.pk, what="name"))
    return team


def set_members(team: Team, by: User, users: Collection[User]) -> Team:
    """Exactly these belong to it."""
    require_administrator(by)
    with transaction.atomic():
        team.members.set(users)
        record(TeamChanged(subject_id=team.pk, user_id=by.pk, what="members"))
    return team


def delete_team(team: Team, by: User) -> None:
    """The team goes, its people stay; views that it shared are its owners' alone again."""
    require_administrator(by)
    with transaction.atomic():
        record(TeamChanged(subject_id=team.pk, user_id=by.pk, what="deleted"))
        team.delete()


def _free_name(name: str, own: Team | None) -> str:
    cleaned = clean_line(name, MAX_NAME)
    if not cleaned:
        raise Refusal(_("Give the team a name."))
    others = Team.objects.exclude(pk=own.pk if own else 0)
    if any(other.name.casefold() == cleaned.casefold() for other in others):
        raise Refusal(_("There is a team with this name already."))
    return cleaned
