"""Who may send here: the portals in memory, so that no hit asks the database."""

import dataclasses
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from foyer.portals.domains import origin_allowed

KEPT_ORIGINS = 10_000
MAX_ORIGIN = 400


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PortalEntry:
    """What the hot path knows of an embed code and its portal. `widget` is what the chat widget is told."""

    key: str
    portal_id: int
    domains: tuple[str, ...]
    is_enabled: bool
    show_chat_icon: bool
    asks_consent: bool = False
    kept_address: str = "whole"
    widget: dict[str, object] = dataclasses.field(default_factory=dict)


class PortalBook:
    """Embed keys to portals. Replaced whole when a portal changes; reading needs no lock."""

    def __init__(self) -> None:
        self._entries: dict[str, PortalEntry] = {}
        self._logos: dict[str, bytes] = {}

    def replace(self, entries: Iterable[PortalEntry]) -> None:
        """The new state of all portals."""
        self._entries = {entry.key: entry for entry in entries}

    def find(self, key: str) -> PortalEntry | None:
        """The enabled portal of a key."""
        entry = self._entries.get(key)
        return entry if entry and entry.is_enabled else None

    def missing_logos(self, wanted: set[str]) -> set[str]:
        """Of the logos that are wanted those that are not here yet; others are forgotten."""
        self._logos = {name: content for name, content in self._logos.items() if name in wanted}
        return wanted - self._logos.keys()

    def add_logos(self, logos: dict[str, bytes]) -> None:
        """Pictures by the name of their content."""
        self._logos = self._logos | logos

    def logo(self, name: str) -> bytes | None:
        """A picture of some portal."""
        return self._logos.get(name)

    def backs(self) -> dict[str, object]:
        """When somebody is back on each key's portal, by its business hours."""
        return {entry.key: entry.widget.get("back") for entry in self._entries.values()}

    def portal_ids(self) -> dict[str, int]:
        """The portal of every key, disabled ones too: what was taken before is still folded."""
        return {key: entry.portal_id for key, entry in self._entries.items()}

    def kept_addresses(self) -> dict[int, str]:
        """How much of an IP address each portal keeps."""
        return {entry.portal_id: entry.kept_address for entry in self._entries.values()}


book = PortalBook()


@lru_cache(maxsize=KEPT_ORIGINS)
def _allowed(told: str, domains: tuple[str, ...], own_origin: str) -> bool:
    """Reading hosts and punycode takes longer than all the rest of a hit, and the same pages send again and again."""
    return origin_allowed(told, domains, own_origin)


def origin_of_referer(referer: str) -> str:
    """Scheme and host of a Referer header, for browsers that send no Origin."""
    try:
        parts = urlsplit(referer)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def verified_origin(entry: PortalEntry, origin: str, referer: str, own_origin: str) -> bool | None:
    """Whether the page belongs to the portal; None when the sender doesn't say where it is (taken but marked, T27)."""
    told = origin or origin_of_referer(referer)
    if not told:
        return None
    return _allowed(told[:MAX_ORIGIN], entry.domains, own_origin[:MAX_ORIGIN])
