"""Fills the hot path's book of portals from the database."""

from foyer.edge.guard import PortalBook, PortalEntry
from foyer.lib import clock
from foyer.lib.bus import bus
from foyer.portals.hours import Hours
from foyer.portals.models import EmbedCode, Portal
from foyer.portals.queries import integration_on
from foyer.portals.widget_told import widget_look
from foyer.portals.widgets import logos, texts_of
from foyer.team.queries import organisation, users_who_take_chats


def refill(book: PortalBook) -> None:
    """Reads all portals; four queries, whatever their number, and one for logos that are new."""
    here = _agents_here()
    codes = EmbedCode.objects.select_related("portal").prefetch_related("portal__widget_texts")
    before = book.backs()
    book.replace(_entry(code, here.get(code.portal_id, [])) for code in codes)
    if missing := book.missing_logos({code.portal.logo for code in codes if code.portal.logo}):
        book.add_logos(logos(missing))
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
        **widget_look(portal, texts_of(portal)),
        "online": bool(agents) and is_open,
        "agents": agents if is_open else [],
        "back": back.isoformat() if back else None,
    }
