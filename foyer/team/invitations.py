"""Inviting users by a link that is good once (E25)."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foyer.events.actions import record
from foyer.lib import clock, tokens
from foyer.lib.emails import normalised_email
from foyer.lib.text import clean_line
from foyer.team.models import AccessProfile, Availability, Invitation, Role, User
from foyer.team.types import InvitationInvalid, Refusal, UserJoined

if TYPE_CHECKING:
    from django.db.models import Model

GOOD_FOR = dt.timedelta(days=7)


def invite_user(
    by: User,
    email: str,
    name: str,
    role: str,
    portals: "Iterable[Model]" = (),
    access_profile: AccessProfile | None = None,
) -> tuple[Invitation, str]:
    """An invitation and its secret, which is shown or mailed now and kept only as a hash.

    It replaces older ones to the address.
    """
    if not (by.is_active and by.is_administrator):
        raise PermissionDenied
    address = normalised_email(email)
    if address is None:
        raise Refusal(_("This is not an e-mail address."))
    if User.objects.filter(email__iexact=address).exists():
        raise Refusal(_("Somebody with this e-mail address is here already."))
    secret = tokens.new_secret()
    with transaction.atomic():
        Invitation.objects.filter(email=address, accepted_at=None).delete()
        invitation = Invitation.objects.create(
            email=address,
            name=clean_line(name, 120),
            role=Role(role),
            portal_ids=[portal.pk for portal in portals],
            access_profile=access_profile,
            token_hash=tokens.digest(secret),
            invited_by=by,
            expires_at=clock.now() + GOOD_FOR,
        )
    return invitation, secret


def open_invitation(secret: str) -> Invitation:
    """The invitation of a secret that can still be accepted; raises InvitationInvalid."""
    return _open_invitation(secret, lock=False)


def accept_invitation(secret: str, name: str, password: str) -> User:
    """The new user of an invitation, which is used up. Raises InvitationInvalid and Django's ValidationError."""
    with transaction.atomic():
        invitation = _open_invitation(secret, lock=True)
        user = User(email=invitation.email, name=clean_line(name, 120) or invitation.name, role=invitation.role)
        validate_password(password, user)
        user.access_profile_id = invitation.access_profile_id
        user.language = (get_language() or "en")[:2]
        user.set_password(password)
        user.save()
        user.portals.set(invitation.portal_ids)
        Availability.objects.create(user=user)
        invitation.accepted_at = clock.now()
        invitation.save(update_fields=["accepted_at"])
        record(UserJoined(subject_id=user.pk, user_id=user.pk))
    return user


def _open_invitation(secret: str, *, lock: bool) -> Invitation:
    rows = Invitation.objects.select_for_update() if lock else Invitation.objects.all()
    found = rows.filter(token_hash=tokens.digest(secret), accepted_at=None, expires_at__gt=clock.now()).first()
    if found is None or User.objects.filter(email__iexact=found.email).exists():
        raise InvitationInvalid(_("This invitation cannot be used any more. Ask whoever invited you for a new one."))
    return found
