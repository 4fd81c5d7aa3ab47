"""Questions about websites."""

import dataclasses

from django.db.models import Q, QuerySet
from django.utils.html import escape

from foyer.events.kept import kept
from foyer.portals.models import EmbedCode, Portal
from foyer.team.models import Role, User
from foyer.team.queries import organisation


def portals_of(user: User) -> QuerySet[Portal]:
    """The portals a user sees, by name: administrators all, agents those they belong to (T7)."""
    if not user.is_active:
        return Portal.objects.none()
    if user.is_administrator:
        return Portal.objects.all()
    return Portal.objects.filter(users=user)


@kept
def portals_seen_by(user: User) -> tuple[Portal, ...]:
    """The same portals, kept in memory until one is changed: to look at, not to change."""
    return tuple(portals_of(user))


def portal_ids_seen_by(user: User, portal_id: int | None = None) -> tuple[int, ...]:
    """Their ids, or of one alone when it is among them; from the same memory."""
    return tuple(portal.pk for portal in portals_seen_by(user) if portal_id in {None, portal.pk})


def portal_for(user: User, portal_id: int) -> Portal:
    """One of them; Portal.DoesNotExist alike for what is not there and what may not be seen (T7)."""
    return portals_of(user).get(pk=portal_id)


def users_of(portal: Portal) -> QuerySet[User]:
    """Who sees a portal, by name: the same rule, the other way round."""
    belonging = Q(portals=portal) | Q(role=Role.ADMINISTRATOR)
    return User.objects.filter(belonging, is_active=True).distinct().order_by("name", "pk")


def colleagues_of(user: User) -> QuerySet[User]:
    """The others who belong to portals that a user sees, by name, with their chat status."""
    belonging = Q(portals__in=portals_of(user).values("pk")) | Q(role=Role.ADMINISTRATOR)
    others = User.objects.filter(belonging, is_active=True).exclude(pk=user.pk)
    return others.select_related("availability").distinct().order_by("name", "pk")


def portals_to_associate(user: User) -> QuerySet[Portal]:
    """The portals that a user could take up: those they do not belong to, and those that are off (F9, F10)."""
    return portals_of(user).exclude(pk__in=Portal.objects.filter(users=user, is_enabled=True).values("pk"))


def may_change(user: User, portal: Portal) -> bool:
    """Whether the user may change the settings: administrators, and whoever made the portal (F16)."""
    return user.is_active and (user.is_administrator or portal.created_by_id == user.pk)


def integration_on() -> bool:
    """Whether visitor tracking and chat are on at all (F131, D16); asked of memory, never of the database.

    Off: nothing is tracked, and summaries, related lists and reports of visits are not shown. All data stays.
    """
    house = organisation()
    return house is None or house.integration_off_at is None


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """How many portals there may be: in all, and made by one agent (F16, F17, D15)."""

    most: int = 5
    most_own: int = 1

    @property
    def are_reached(self) -> bool:
        """Whether nobody may make one more."""
        return Portal.objects.count() >= self.most


def limits() -> Limits:
    """What the organisation allows; no query."""
    house = organisation()
    return Limits(house.most_portals, house.most_own_portals) if house else Limits()


def may_create(user: User) -> bool:
    """Whether the user may make one more as far as their own go: administrators always (F16)."""
    own = Portal.objects.filter(created_by=user)
    return user.is_active and (user.is_administrator or own.count() < limits().most_own)


def embed_codes_of(portal: Portal) -> QuerySet[EmbedCode]:
    """The portal's embed codes, the first one first (F20)."""
    return EmbedCode.objects.filter(portal=portal).select_related("portal")


def embed_code_for(user: User, code_id: int) -> EmbedCode:
    """An embed code of a portal the user sees; EmbedCode.DoesNotExist otherwise (T7)."""
    return EmbedCode.objects.select_related("portal").get(pk=code_id, portal__in=portals_of(user))


def embed_snippet(code: EmbedCode, base_url: str) -> str:
    """The one line for the website (F19); without the chat icon it tracks and shows nothing (F21, D1).

    Where consent is asked, it tells nothing before the page says that the visitor agreed (B20).
    """
    chat = "" if code.show_chat_icon else ' data-chat="off"'
    consent = ' data-consent="ask"' if code.portal.asks_consent else ""
    source = escape(f"{base_url.rstrip('/')}/foyer.js")
    return f'<script async src="{source}" data-portal="{escape(code.key)}"{chat}{consent}></script>'
