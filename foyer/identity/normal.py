"""Normalising what was shown into an identifier, and how an identifier stands from the start (B9, B10)."""

from foyer.identity.models import Identifier
from foyer.lib.emails import is_role_address, normalised_email
from foyer.lib.phones import phone_e164
from foyer.team.models import User

MAX_OTHER = 150


def normalised(kind: str, raw: str, region: str = "") -> str | None:
    """The value for comparing, or None when it is none of this kind.

    `region` is the country in which numbers without a country code are read.
    """
    if kind == Identifier.Kind.EMAIL:
        return normalised_email(raw)
    if kind == Identifier.Kind.PHONE:
        return phone_e164(raw, region)
    return raw if 0 < len(raw) <= MAX_OTHER else None


def first_standing(kind: str, value: str) -> Identifier.Standing:
    """How a new identifier stands: our own people's addresses and mailboxes of roles never join anybody (B9)."""
    if kind != Identifier.Kind.EMAIL:
        return Identifier.Standing.NORMAL
    if User.objects.filter(email__iexact=value).exists():
        return Identifier.Standing.OWN
    return Identifier.Standing.ROLE if is_role_address(value) else Identifier.Standing.NORMAL
