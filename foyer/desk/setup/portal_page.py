"""What the page of a portal shows, as one frozen structure."""

import dataclasses
import datetime as dt

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from foyer.desk.access import signed_in
from foyer.desk.setup.codes import Code, code_of
from foyer.desk.setup.doctor import Check, examine
from foyer.desk.setup.hours import HoursShown, hours_shown
from foyer.desk.shell.context import portals_seen
from foyer.lib.base_url import base_url
from foyer.portals.models import AssignTo, EmbedCode, Portal, SigningKey
from foyer.portals.queries import Limits, embed_codes_of, limits, may_change
from foyer.portals.signing_keys import valid_keys
from foyer.team.models import User
from foyer.team.queries import active_users, organisation

CONSENT_SNIPPET = """window.foyer = window.foyer || function () { (foyer.q = foyer.q || []).push(arguments); };
foyer("consent", true);"""


@dataclasses.dataclass(frozen=True, slots=True)
class PortalPage:
    """A portal with its codes, its users, those who could be, and the doctor's findings."""

    portal: Portal
    others: list[Portal]
    limits: Limits
    codes: list[Code]
    users: list[User]
    user_ids: frozenset[int]
    everybody: list[User]
    owners: list[tuple[str, str]]
    owner: str
    checks: list[Check]
    off_since: dt.datetime | None
    opt_out_url: str
    hours: HoursShown
    keys: list[SigningKey]
    new_secret: str
    key_refusal: str
    consent_snippet: str = CONSENT_SNIPPET


def portal_page(request: HttpRequest, portal: Portal, new_secret: str = "", key_refusal: str = "") -> PortalPage:
    """The page of a portal; `new_secret` is that of a key that was just made, `key_refusal` why one was not taken."""
    codes = list(embed_codes_of(portal))
    user = signed_in(request)
    everybody, users = list(active_users()), list(portal.users.filter(is_active=True))
    return PortalPage(
        portal=portal,
        others=[each for each in portals_seen(request) if each != portal and may_change(user, each)],
        limits=limits(),
        codes=[code_of(code, base_url(request)) for code in codes],
        users=users,
        user_ids=frozenset(user.pk for user in users),
        everybody=everybody,
        owners=[("attendee", _("Chat attendee")), *((f"user:{user.pk}", user.name) for user in everybody)],
        owner=f"user:{portal.assign_user_id}" if portal.assign_to == AssignTo.USER else "attendee",
        checks=examine(portal),
        off_since=house.integration_off_at if (house := organisation()) else None,
        opt_out_url=_opt_out_url(request, codes),
        hours=hours_shown(portal),
        keys=valid_keys(portal.pk),
        new_secret=new_secret,
        key_refusal=key_refusal,
    )


def _opt_out_url(request: HttpRequest, codes: list[EmbedCode]) -> str:
    """Where visitors object; the page is named by the first code, which stays."""
    return base_url(request) + reverse("opt_out", kwargs={"key": codes[0].key}) if codes else ""
