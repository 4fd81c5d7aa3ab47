"""Fills the hot path's book of portals from the database."""

from foyer.edge.guard import PortalBook, PortalEntry
from foyer.lib import clock
from foyer.lib.bus import bus
from foyer.portals.hours import Hours
from foyer.portals.models import EmbedCode, Portal
from foyer.portals.queries import integration_on
from foyer.team.queries import organisation, users_who_take_chats

ON_ACCENT = "#FFFFFF"
FIELDS = {"name": "required", "email": "optional", "phone": "hidden"}


def refill(book: PortalBook) -> None:
    """Reads all portals; three queries, whatever their number."""
    here = _agents_here()
    codes = EmbedCode.objects.select_related("portal")
    before = book.backs()
    book.replace(_entry(code, here.get(code.portal_id, [])) for code in codes)
    if before and book.backs() != before:
        bus().publish("portals", {"portal": None})  # hours began or ended: whoever has a chat open is told (B16, B22)


def _agents_here() -> dict[int, list[str]]:
    users = users_who_take_chats().prefetch_related("portals")
    here: dict[int, list[str]] = {}
    for user in users:
        for portal in user.portals.all():
            here.setdefault(portal.pk, []).append(user.first_name)
    return here


def _entry(code: EmbedCode, agents: list[str]) -> PortalEntry:
    portal = code.portal
    return PortalEntry(
        key=code.key,
        portal_id=portal.pk,
        domains=tuple(portal.domains),
        is_enabled=portal.is_enabled and integration_on(),
        show_chat_icon=code.show_chat_icon,
        asks_consent=portal.asks_consent,
        kept_address=portal.kept_address,
        widget=_widget(portal, agents),
    )


def _widget(portal: Portal, agents: list[str]) -> dict[str, object]:
    house, now = organisation(), clock.now()
    hours = Hours.stored(portal.hours)
    is_open = hours is None or hours.is_open(now)
    back = hours.next_opening(now) if hours and not is_open else None
    return {
        "name": house.name if house else portal.name,
        "accent": portal.accent,
        "on_accent": ON_ACCENT,
        "surface": portal.surface or None,
        "text": portal.text or None,
        "radius": portal.radius,
        "position": "end",
        "online": bool(agents) and is_open,
        "agents": agents if is_open else [],
        "back": back.isoformat() if back else None,
        "fields": FIELDS,
        "consent": None,
        "brand": True,
    }
