"""Questions about the people who work here."""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import QuerySet

from foyer.events.kept import edition_in_force, kept
from foyer.lib import clock
from foyer.team.models import ApiToken, Availability, Organisation, State, Team, User


@lru_cache(maxsize=1)
def _kept_organisation() -> Organisation:
    return Organisation.objects.get()


def organisation() -> Organisation | None:
    """The organisation, or None before the first run. Kept in memory; `forget_organisation` after a change."""
    try:
        return _kept_organisation()
    except Organisation.DoesNotExist:
        return None


def forget_organisation() -> None:
    """The next `organisation()` reads it again."""
    _kept_organisation.cache_clear()


def house_language() -> str:
    """For whoever has no language of their own here: the invited, and nobody's tasks (D22)."""
    house = organisation()
    return house.language if house else "en"


def time_zone() -> ZoneInfo:
    """Whose calendar days count: the organisation's (D5, D23)."""
    house = organisation()
    return ZoneInfo(house.time_zone if house else "UTC")


def zone_of(user: object) -> ZoneInfo:
    """In which times are shown to them: their own, else the organisation's (D23)."""
    own = user.time_zone if isinstance(user, User) else ""
    try:
        return ZoneInfo(own) if own else time_zone()
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def today() -> dt.date:
    """The day it is for the organisation (D5, D23)."""
    return clock.now().astimezone(time_zone()).date()


def active_users() -> QuerySet[User]:
    """Everybody who may sign in, by name."""
    return User.objects.filter(is_active=True)


@kept
def user_names() -> dict[int, str]:
    """What everybody is called, also those who have left; kept in memory until somebody is changed."""
    return dict(User.objects.values_list("pk", "name"))


def first_name_of(user_id: int) -> str:
    """The first name of somebody, from memory; of who is not known, none."""
    return user_names().get(user_id, "").split(" ", 1)[0]


class Named(NamedTuple):
    """Somebody, or a team, to be chosen from a list."""

    id: int
    name: str


@kept
def active_names() -> tuple[Named, ...]:
    """Everybody who may sign in, by name; kept in memory until somebody is changed."""
    return tuple(Named(*row) for row in active_users().order_by("name").values_list("pk", "name"))


@kept
def team_names() -> tuple[Named, ...]:
    """All teams, by name; kept in memory until one is changed."""
    return tuple(Named(*row) for row in Team.objects.values_list("pk", "name"))


@kept
def mates_of(user_id: int) -> tuple[int, ...]:
    """Everybody of the user's teams, the user among them; nobody where they are in none (E25)."""
    found = User.objects.filter(teams__members=user_id).order_by("pk").distinct()
    return tuple(found.values_list("pk", flat=True))


def availability_of(user: User) -> Availability:
    """The user's chat status; offline when it was never set. No query where the user was read with it."""
    try:
        return user.availability
    except Availability.DoesNotExist:
        return Availability(user=user)


def users_who_take_chats() -> QuerySet[User]:
    """Everybody for whom chats ring now."""
    return active_users().filter(availability__state=State.ONLINE)


def online_users(portal_id: int) -> QuerySet[User]:
    """The portal's users who take chats now."""
    return users_who_take_chats().filter(portals=portal_id)


def token_owner(token_hash: str) -> ApiToken | None:
    """The token of that hash with its user and the edition of the settings, when the user may still sign in."""
    tokens = ApiToken.objects.select_related("user__access_profile").annotate(edition=edition_in_force())
    return tokens.filter(token_hash=token_hash, user__is_active=True).first()
