"""What the frame of every page shows: places with counts, portal filter, chat status. At most three queries."""

import dataclasses
from collections.abc import Callable
from copy import copy
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from markupsafe import Markup

from foyer.crm.forecast import sees_forecast
from foyer.desk.shell.chats import chats_of
from foyer.desk.shell.told import CHOICES, Choice, choice_of
from foyer.desk.status.words import OFFERED, reason_text
from foyer.notifications.kinds import told_by
from foyer.portals.models import Portal
from foyer.portals.queries import integration_on, may_change, portals_seen_by
from foyer.presence.board import board
from foyer.team.models import State, User
from foyer.team.queries import availability_of
from foyer.team.rights import rights_of

CHOSEN_PORTAL = "portal"
_CSRF_FIELD = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">')


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A page of the product as the rail knows it; that of a module is there for who may see it (F229)."""

    name: str
    path: str
    icon: str
    label: Callable[[], str]
    for_agents: bool = True
    module: str = ""
    start: str = ""
    """Where a click leads, when that is not the path itself."""
    of_integration: bool = False
    """Gone while visitor tracking is off for all portals (F133)."""


PLACES = (
    Place("live", "/live/", "broadcast", lambda: _("Live")),
    Place("inbox", "/inbox/", "inbox", lambda: _("Inbox")),
    Place("leads", "/leads/", "user-plus", lambda: _("Leads"), module="lead"),
    Place("contacts", "/contacts/", "address-book", lambda: _("Contacts"), module="contact"),
    Place("accounts", "/accounts/", "building", lambda: _("Accounts"), module="account"),
    Place("deals", "/deals/", "layout-kanban", lambda: _("Deals"), module="deal", start="/deals/board/"),
    Place(
        "activities", "/activities/", "checklist", lambda: _("Activities"), module="activity", start="/activities/day/"
    ),
    Place("visits", "/visits/", "browser", lambda: _("Visits"), module="visit"),
    Place("reports", "/reports/", "trending-up", lambda: _("Reports"), module="visit", of_integration=True),
    Place("setup", "/setup/", "settings", lambda: _("Setup"), for_agents=False),
)


@dataclasses.dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the rail. `hot`: waits for me; `live`: who is here now."""

    name: str
    url: str
    icon: str
    label: str
    on: bool
    count: int = 0
    hot: bool = False
    live: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether it shows a number: on every page of a user, since that is sent anew without the page."""
        return self.hot or self.live


class Seen(NamedTuple):
    """A portal as the filter shows it."""

    id: int
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class Frame:
    """What rail, places and portal filter read: drawn once for all pages on which it is the same."""

    nav: tuple[NavItem, ...]
    portals: tuple[Seen, ...]
    portal: Seen | None


@dataclasses.dataclass(frozen=True, slots=True)
class Shell:
    """What the frame's templates read."""

    user: User
    nav: list[NavItem]
    portals: list[Portal]
    portal: Portal | None
    availability: str
    reason: str
    ringing: int
    is_full: bool
    told_choices: tuple[Choice, ...] = CHOICES

    @property
    def frame(self) -> Frame:
        """What of it is no row of the database."""
        portals = tuple(Seen(portal.pk, portal.name) for portal in self.portals)
        portal = Seen(self.portal.pk, self.portal.name) if self.portal else None
        return Frame(tuple(self.nav), portals, portal)

    @property
    def why(self) -> str:
        """Why the user is away."""
        return reason_text(self.reason)

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """What can be said with a click."""
        return [(reason, reason_text(reason)) for reason in OFFERED]

    def told_by(self, way: str) -> str:
        """Of what the user hears in one way, as scripts read it (B17)."""
        return told_by(self.user, way)

    def sees(self, module: str, *keys: str) -> bool:
        """Whether the user sees these fields of a module (T7)."""
        return rights_of(self.user).sees(module, *keys)

    @property
    def sees_forecast(self) -> bool:
        """Whether the user sees all that the forecast of deals is made of."""
        return sees_forecast(self.user)

    @property
    def told(self) -> Choice:
        """Of whom the user hears when somebody comes (F89)."""
        return choice_of(self.user)


def shell(request: HttpRequest) -> dict[str, object]:
    """The context processor; asks nothing of the database before a template looks, and nothing for strangers."""
    if not isinstance(getattr(request, "user", None), User):
        return {}
    token = SimpleLazyObject(lambda: get_token(request))  # made once, not for each form of a page
    field = SimpleLazyObject(lambda: _CSRF_FIELD.format(token))
    return {"shell": SimpleLazyObject(lambda: shell_of(request)), "csrf_token": token, "csrf_input": field}


def shell_of(request: HttpRequest) -> Shell:
    """The frame for the signed-in user: portals, chat status, one count of chats."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    portals, portal = portals_seen(request), chosen_portal(request)
    ids = [portal.pk] if portal else [each.pk for each in portals]
    chats, status = chats_of(user, ids), availability_of(user)
    counts = {"live": sum(visitor.portal_id in ids for visitor in board.here()), "inbox": chats.inbox}
    return Shell(
        user=user,
        nav=[_item(place, request.path, counts) for place in PLACES if _is_for(place, user, portals)],
        portals=portals,
        portal=portal,
        availability=status.state,
        reason=status.reason,
        ringing=chats.ringing(portals) if status.state == State.ONLINE else 0,
        is_full=chats.is_full(portals),
    )


def portals_seen(request: HttpRequest) -> list[Portal]:
    """The portals the user sees, read once per request."""
    known: list[Portal] | None = getattr(request, "portals_seen", None)
    if known is None:
        known = list(map(copy, portals_seen_by(request.user))) if isinstance(request.user, User) else []
        request.portals_seen = known  # type: ignore[attr-defined]
    return known


def chosen_portal(request: HttpRequest) -> Portal | None:
    """The portal filter: `?portal=ID` sets it and `?portal=` takes it off; it is kept while one moves about."""
    if CHOSEN_PORTAL in request.GET:
        request.session[CHOSEN_PORTAL] = request.GET[CHOSEN_PORTAL]
    wanted = str(request.session.get(CHOSEN_PORTAL, ""))
    return next((portal for portal in portals_seen(request) if str(portal.pk) == wanted), None)


def _is_for(place: Place, user: User, portals: list[Portal]) -> bool:
    """Settings are for administrators and who made a portal; a module that is hidden is gone from the menu (F229)."""
    if not place.for_agents and not any(may_change(user, portal) for portal in portals) and not user.is_administrator:
        return False
    if place.of_integration and not integration_on():
        return False
    return not place.module or rights_of(user).may(place.module, "view")


def _item(place: Place, path: str, counts: dict[str, int]) -> NavItem:
    return NavItem(
        name=place.name,
        url=place.start or place.path,
        icon=place.icon,
        label=place.label(),
        on=path.startswith(place.path),
        count=counts.get(place.name, 0),
        hot=place.name == "inbox",
        live=place.name == "live",
    )
