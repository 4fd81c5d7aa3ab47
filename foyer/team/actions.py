"""Verbs of the team: first run, users, availability, API tokens. Invitations have their own file."""

from collections.abc import Collection, Mapping

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foyer.events.actions import record
from foyer.lib import clock, tokens
from foyer.lib.emails import normalised_email
from foyer.lib.text import clean_line
from foyer.team.invitations import accept_invitation, invite_user
from foyer.team.models import ApiToken, Availability, Organisation, Role, State, User
from foyer.team.queries import forget_organisation, house_language
from foyer.team.types import (
    AlreadySetUp,
    AvailabilityChanged,
    LastAdministrator,
    OrganisationChanged,
    Refusal,
    UserChanged,
    UserJoined,
)

TOKEN_PREFIX = "foyer_"  # noqa: S105  the beginning of every token, not a token
ONLY_ROW = 1
OWN_FIELDS = frozenset({"name", "language", "time_zone", "theme", "told_of", "rail_folded"})
ORGANISATION_FIELDS = frozenset({"name", "time_zone", "language", "currency", "most_portals", "most_own_portals"})

__all__ = [
    "accept_invitation",
    "change_organisation",
    "change_role",
    "change_user",
    "create_organisation",
    "create_token",
    "create_user",
    "deactivate_user",
    "invite_user",
    "reactivate_user",
    "remove_token",
    "require_administrator",
    "set_availability",
]


def create_organisation(
    name: str, time_zone: str, language: str, currency: str, admin_name: str, admin_email: str, password: str
) -> User:
    """The first run: the organisation and its first administrator, exactly once (E25).

    Raises AlreadySetUp the second time, also when two browsers do it at the same moment, and Django's
    ValidationError when the password is too weak.
    """
    validate_password(password)
    with transaction.atomic():
        _found_organisation(Organisation(name=name, time_zone=time_zone, language=language, currency=currency))
        return create_user(admin_email, admin_name, password, Role.ADMINISTRATOR, language=language)


def change_organisation(by: User, **fields: str | int) -> Organisation:
    """Changes name, time zone, language, currency or limits; any other field is refused (T14)."""
    require_administrator(by)
    _only(fields, ORGANISATION_FIELDS)
    with transaction.atomic():
        house = Organisation.objects.select_for_update().get()
        for field, value in fields.items():
            setattr(house, field, value)
        house.save(update_fields=list(fields))
        transaction.on_commit(forget_organisation)
        forget_organisation()
        record(OrganisationChanged(subject_id=house.pk, user_id=by.pk, fields=tuple(sorted(fields))))
    return house


def create_user(email: str, name: str, password: str | None, role: str = Role.AGENT, *, language: str = "") -> User:
    """A new user, in the organisation's language when none is given; with password None nobody can sign in as them yet.

    Raises Refusal when the e-mail is taken.
    """
    address = normalised_email(email)
    if address is None:
        raise Refusal(_("This is not an e-mail address."))
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                address, password, name=clean_line(name, 120), role=Role(role), language=language or house_language()
            )
            Availability.objects.create(user=user)
            record(UserJoined(subject_id=user.pk, user_id=user.pk))
    except IntegrityError as error:
        raise Refusal(_("Somebody with this e-mail address is here already.")) from error
    return user


def change_user(user: User, by: User, **fields: str | bool) -> User:
    """Changes what users may change about themselves, and administrators about others; never the role (T14)."""
    if by.pk != user.pk:
        require_administrator(by)
    _only(fields, OWN_FIELDS)
    with transaction.atomic():
        for field, value in fields.items():
            setattr(user, field, clean_line(value, 120) if isinstance(value, str) else value)
        user.save(update_fields=list(fields))
        record(UserChanged(subject_id=user.pk, user_id=by.pk, fields=tuple(sorted(fields))))
    return user


def change_role(user: User, role: str, by: User) -> User:
    """Makes an agent an administrator or the reverse. Raises LastAdministrator when nobody else would be one."""
    require_administrator(by)
    with transaction.atomic():
        if role != Role.ADMINISTRATOR:
            _keep_one_administrator(user)
        user.role = Role(role)
        user.save(update_fields=["role"])
        record(UserChanged(subject_id=user.pk, user_id=by.pk, fields=("role",)))
    return user


def deactivate_user(user: User, by: User) -> User:
    """Signs the user out for good; sockets close within seconds (T8). Raises LastAdministrator for the last of them."""
    require_administrator(by)
    with transaction.atomic():
        _keep_one_administrator(user)
        user.is_active = False
        user.save(update_fields=["is_active"])
        set_availability(user, State.OFFLINE)
        record(UserChanged(subject_id=user.pk, user_id=by.pk, fields=("is_active",)))
    return user


def reactivate_user(user: User, by: User) -> User:
    """Lets the user sign in again."""
    require_administrator(by)
    with transaction.atomic():
        user.is_active = True
        user.save(update_fields=["is_active"])
        record(UserChanged(subject_id=user.pk, user_id=by.pk, fields=("is_active",)))
    return user


def set_availability(user: User, state: str, reason: str = "") -> Availability:
    """Says whether the user takes chats (F159). Setting what is set already changes nothing, not even `since`."""
    with transaction.atomic():
        Availability.objects.get_or_create(user=user)
        status = Availability.objects.select_for_update().get(user=user)
        wanted = (State(state), clean_line(reason, 80))
        if (status.state, status.reason) != wanted:
            status.state, status.reason = wanted
            status.since = clock.now()
            status.save()
            record(AvailabilityChanged(subject_id=user.pk, user_id=user.pk, state=status.state, reason=status.reason))
    user.availability = status
    return status


def leave(user_ids: Collection[int], reason: str) -> None:
    """Who has no page open, or touches none, takes no chats, and the visitors are not told otherwise (E11, B16)."""
    for user in User.objects.filter(pk__in=user_ids, availability__state=State.ONLINE):
        set_availability(user, State.AWAY, reason)


def come_back(user_id: int, reason: str) -> None:
    """Who was away for no other reason takes chats again."""
    gone = {"availability__state": State.AWAY, "availability__reason": reason}
    for user in User.objects.filter(pk=user_id, **gone):
        set_availability(user, State.ONLINE)


def create_token(user: User, name: str) -> str:
    """A new API token of the user. This is the only time it can be seen: only its hash is kept (T41)."""
    token = TOKEN_PREFIX + tokens.new_secret()
    ApiToken.objects.create(user=user, name=clean_line(name, 80), token_hash=tokens.digest(token))
    return token


def remove_token(user: User, token_id: int) -> None:
    """Ends one of the user's own tokens; those of others raise DoesNotExist (T7)."""
    ApiToken.objects.get(user=user, pk=token_id).delete()


def require_administrator(user: User) -> None:
    """Raises PermissionDenied unless the user is an administrator who may sign in."""
    if not (user.is_active and user.is_administrator):
        raise PermissionDenied


def _found_organisation(house: Organisation) -> None:
    """The row has a fixed id, so that the database lets only one of two through."""
    house.pk, house.name = ONLY_ROW, clean_line(house.name, 120)
    try:
        with transaction.atomic():
            if Organisation.objects.exists():
                raise IntegrityError
            house.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadySetUp(_("Foyer is set up already. Sign in instead.")) from error
    forget_organisation()


def _keep_one_administrator(leaving: User) -> None:
    administrators = User.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk")
    if {user.pk for user in administrators} == {leaving.pk}:
        raise LastAdministrator(_("This is the last administrator. Make somebody else an administrator first."))


def _only(fields: Mapping[str, object], allowed: frozenset[str]) -> None:
    if foreign := set(fields) - allowed:
        raise TypeError(f"may not be changed here: {', '.join(sorted(foreign))}")
