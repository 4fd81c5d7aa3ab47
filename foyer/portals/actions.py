"""Verbs of websites: making, changing, switching portals and their embed codes (F1-F22, D1, D15)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foyer.events.actions import record
from foyer.lib import clock, tokens
from foyer.lib.text import clean_line, id_from
from foyer.portals.domains import Website, normalised_entry, website
from foyer.portals.hours import Hours, NotHours
from foyer.portals.models import AssignTo, EmbedCode, KeptAddress, Portal, PushAs
from foyer.portals.queries import Limits, may_change
from foyer.portals.queue_settings import QUEUE_CHECKS
from foyer.portals.types import IntegrationSwitched, LimitReached, PortalChanged
from foyer.team.actions import change_organisation, require_administrator
from foyer.team.models import Organisation, User
from foyer.team.queries import forget_organisation
from foyer.team.types import Refusal

MAX_LIMIT = 500
MAX_DOMAINS = 50
MAX_DAYS = 3650
FIELDS = frozenset(
    "name site_url domains push_as assign_to assign_user notify_visitors users hours".split()  # noqa: SIM905
)
PRIVACY_FIELDS = frozenset({"asks_consent", "kept_address", "anonymous_days", "visit_days", "address_days"})


def create_portal(
    by: User,
    name: str,
    site_url: str,
    push_as: str = PushAs.LEAD,
    assign_to: str = AssignTo.ATTENDEE,
    assign_user: User | None = None,
    notify_visitors: bool = True,
    users: Iterable[User] = (),
) -> Portal:
    """A portal with its first embed code; whoever makes it belongs to it (F2-F8).

    Raises LimitReached, and Refusal for a website or name that cannot be used.
    """
    with transaction.atomic():
        _stay_within_limits(by)
        site = _website(site_url)
        portal = Portal(name=_name(name), site_url=site.url, domains=[site.entry], created_by=by)
        portal.push_as, portal.assign_to = PushAs(push_as), AssignTo(assign_to)
        portal.assign_user, portal.notify_visitors = assign_user, notify_visitors
        _check_assignment(portal)
        _save(portal)
        portal.users.set({by, *users})
        EmbedCode.objects.create(portal=portal, name=_("Whole website"), key=tokens.new_public_key("p_"))
        record(PortalChanged(subject_id=portal.pk, portal_id=portal.pk, user_id=by.pk, fields=("created",)))
    return portal


def change_portal(portal: Portal, by: User, **fields: Any) -> Portal:
    """Changes settings by name; unknown names raise TypeError (T14), values that cannot be raise Refusal."""
    _require_right(portal, by)
    if foreign := set(fields) - FIELDS - PRIVACY_FIELDS - QUEUE_CHECKS.keys():
        raise TypeError(f"may not be changed here: {', '.join(sorted(foreign))}")
    with transaction.atomic():
        for field, value in fields.items():
            if field != "users":
                setattr(portal, field, _checked(field, value))
        _check_assignment(portal)
        _save(portal)
        if "users" in fields:
            portal.users.set(fields["users"])
        _tell(portal, by, *fields)
    return portal


def associate_portal(portal: Portal, by: User) -> Portal:
    """An administrator takes up a portal that is there: belongs to it, and it is on (F9, F10). Twice is once."""
    require_administrator(by)
    with transaction.atomic():
        portal.users.add(by)
        portal.is_enabled = True
        portal.save(update_fields=["is_enabled"])
        _tell(portal, by, "users", "is_enabled")
    return portal


def enable_portal(portal: Portal, by: User) -> Portal:
    """Switches tracking and chat on again; everything comes back (D16)."""
    return _switch(portal, by, is_enabled=True)


def disable_portal(portal: Portal, by: User) -> Portal:
    """Stops tracking and chat of the portal; all data stays (F130, D16)."""
    return _switch(portal, by, is_enabled=False)


def deactivate_integration(by: User) -> None:
    """Tracking and chat stop on all portals; all data stays, and so does each portal's own switch (F131, D16)."""
    _switch_all(by, is_on=False)


def activate_integration(by: User) -> None:
    """Everything comes back as it was (D16)."""
    _switch_all(by, is_on=True)


def create_embed_code(portal: Portal, by: User, name: str, show_chat_icon: bool = True) -> EmbedCode:
    """One more embed code for a part of the website (F20)."""
    _require_right(portal, by)
    with transaction.atomic():
        code = EmbedCode.objects.create(
            portal=portal, name=_name(name), key=tokens.new_public_key("p_"), show_chat_icon=show_chat_icon
        )
        _tell(portal, by, "embed_codes")
    return code


def set_chat_icon(embed_code: EmbedCode, on: bool, by: User) -> EmbedCode:
    """Shows or hides the chat icon on pages with this code (F21, D1)."""
    _require_right(embed_code.portal, by)
    with transaction.atomic():
        embed_code.show_chat_icon = on
        embed_code.save(update_fields=["show_chat_icon"])
        _tell(embed_code.portal, by, "show_chat_icon")
    return embed_code


def _stay_within_limits(by: User) -> None:
    """The organisation's row is locked, so that two portals at the same moment are counted one after the other."""
    house = Organisation.objects.select_for_update().first()
    allowed = Limits(house.most_portals, house.most_own_portals) if house else Limits()
    if not by.is_active:
        raise PermissionDenied
    if allowed.are_reached:
        raise LimitReached(_("There are %(limit)s portals already, which is the most.") % {"limit": allowed.most})
    own = Portal.objects.filter(created_by=by).count()
    if not by.is_administrator and own >= allowed.most_own:
        raise LimitReached(_("You have made a portal already. Ask an administrator for another one."))


def _require_right(portal: Portal, by: User) -> None:
    if not may_change(by, portal):
        raise PermissionDenied


def _website(typed: str) -> Website:
    site = website(typed)
    if site is None:
        raise Refusal(_("This is not the address of a website. Write it like shop.example."))
    return site


def _name(typed: str) -> str:
    name = clean_line(typed, 80)
    if not name:
        raise Refusal(_("Please give it a name."))
    return name


def _checked(field: str, value: Any) -> Any:
    """A setting as it is stored; raises Refusal or ValueError."""
    checks: dict[str, Callable[[Any], object]] = {
        "name": _name,
        "site_url": lambda typed: _website(typed).url,
        "domains": _domains,
        "push_as": PushAs,
        "assign_to": AssignTo,
        "notify_visitors": bool,
        "asks_consent": bool,
        "kept_address": KeptAddress,
        "anonymous_days": _days,
        "visit_days": _days,
        "address_days": _days,
        "hours": _hours,
        **QUEUE_CHECKS,
    }
    return checks[field](value) if field in checks else value


def _domains(typed: Iterable[str]) -> list[str]:
    entries = [(text, normalised_entry(text)) for text in typed if text.strip()]
    for text, entry in entries:
        if entry is None:
            sentence = _("“%(text)s” is not a domain. Write it like shop.example or *.shop.example.")
            raise Refusal(sentence % {"text": text})
    return list(dict.fromkeys(entry for _text, entry in entries if entry))[:MAX_DOMAINS]


def _days(typed: str | int | None) -> int | None:
    """Days for which something is kept; nothing is for ever."""
    if typed in (None, ""):
        return None
    text = str(typed).strip()
    if not text.isdecimal() or not 1 <= int(text) <= MAX_DAYS:
        sentence = _("Write a number of days from 1 to %(most)s, or leave it empty to keep everything.")
        raise Refusal(sentence % {"most": MAX_DAYS})
    return int(text)


def _hours(told: dict[str, Any]) -> dict[str, Any]:
    """As typed, once it is known to be hours."""
    try:
        Hours.typed(told["zone"], told["week"], told["days"])
    except NotHours as error:
        sentence = _("“%(text)s” is not understood. Write hours like 9:00-12:30, 13:30-18:00 and days like 2026-12-24.")
        raise Refusal(sentence % {"text": error.args[0]}) from None
    return told


def _check_assignment(portal: Portal) -> None:
    if portal.assign_to == AssignTo.USER and portal.assign_user is None:
        raise Refusal(_("Choose the user to whom new records are assigned."))


def _save(portal: Portal) -> None:
    try:
        with transaction.atomic():
            portal.save()
    except IntegrityError as error:
        raise Refusal(_("There is a portal with this name already.")) from error


def _switch(portal: Portal, by: User, *, is_enabled: bool) -> Portal:
    _require_right(portal, by)
    with transaction.atomic():
        portal.is_enabled = is_enabled
        portal.save(update_fields=["is_enabled"])
        _tell(portal, by, "is_enabled")
    return portal


def set_limits(by: User, most: str, most_own: str) -> None:
    """How many portals there may be, in all and of one agent (F16, F17, D15). Raises Refusal for what is no number.

    Portals that are there stay, also beyond a limit that was lowered.
    """
    require_administrator(by)
    change_organisation(by, most_portals=_limit(most), most_own_portals=_limit(most_own))


def _limit(typed: str) -> int:
    number = id_from(typed.strip()) or 0
    if not 1 <= number <= MAX_LIMIT:
        raise Refusal(_("Limits are numbers from 1 to %(most)s.") % {"most": MAX_LIMIT})
    return number


def _switch_all(by: User, *, is_on: bool) -> None:
    require_administrator(by)
    with transaction.atomic():
        house = Organisation.objects.select_for_update().get()
        if (house.integration_off_at is None) == is_on:
            return
        house.integration_off_at = None if is_on else clock.now()
        house.save(update_fields=["integration_off_at"])
        record(IntegrationSwitched(subject_id=house.pk, user_id=by.pk, is_on=is_on))
    forget_organisation()


def _tell(portal: Portal, by: User, *fields: str) -> None:
    record(PortalChanged(subject_id=portal.pk, portal_id=portal.pk, user_id=by.pk, fields=tuple(sorted(fields))))
