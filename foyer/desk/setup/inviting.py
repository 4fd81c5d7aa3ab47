"""Inviting somebody from a page: the link to copy, and the mail when mail is set up."""

import dataclasses
from collections.abc import Iterable

from django.urls import reverse
from django.utils import translation

from foyer.desk.mails.compose import InvitationFacts, invitation_mail
from foyer.desk.mails.send import sent_now
from foyer.portals.models import Portal
from foyer.team.actions import invite_user
from foyer.team.models import AccessProfile, Invitation, Role, User
from foyer.team.queries import house_language, organisation
from foyer.team.types import Refusal


@dataclasses.dataclass(frozen=True, slots=True)
class Invited:
    """What came of it. The link is shown this once; `refusal` says why there is none."""

    email: str
    link: str = ""
    is_mailed: bool = False
    refusal: str = ""


def invite(
    by: User,
    email: str,
    name: str,
    role: str,
    portals: Iterable[Portal],
    base: str,
    access_profile: AccessProfile | None = None,
) -> Invited:
    """Invites, and mails the link when mail is set up, in the organisation's language: theirs is not known yet."""
    try:
        invitation, secret = invite_user(by, email, name, role, portals, access_profile)
    except Refusal as refusal:
        return Invited(email, refusal=refusal.sentence)
    link = base + reverse("join", kwargs={"token": secret})
    with translation.override(house_language()):
        mail = invitation_mail(_facts(by, invitation, link, base))
    return Invited(invitation.email, link, is_mailed=sent_now(mail, invitation.email, by.email))


def _facts(by: User, invitation: Invitation, link: str, base: str) -> InvitationFacts:
    house = organisation()
    return InvitationFacts(
        inviter_name=by.name,
        company=house.name if house else "Foyer",
        name=invitation.name.partition(" ")[0] or invitation.email,
        email=invitation.email,
        is_administrator=invitation.role == Role.ADMINISTRATOR,
        link=link,
        expires_at=invitation.expires_at,
        base_url=base,
    )
