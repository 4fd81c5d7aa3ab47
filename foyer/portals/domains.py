"""Which pages belong to a portal: reading websites as people type them, judging a browser's Origin (T25, T27). Pure.

An entry is `host`, `host:port`, `*.host` or `*.host:port`, in lower case and punycode. Hosts are compared label by
label: no regular expressions, and no prefix or suffix of a text ever decides.
"""

import ipaddress
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

import idna

MAX_LENGTH = 300
WILDCARD = "*"
USUAL_PORTS = {"http": 80, "https": 443}
_ORIGIN_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-._:/[]")


class Website(NamedTuple):
    """A website as typed, read: its address, and the entry that allows its pages."""

    url: str
    entry: str


class Origin(NamedTuple):
    """Scheme, host and port of a page; the port is always known."""

    scheme: str
    host: str
    port: int


class Entry(NamedTuple):
    """An allowed host; `port` None means the usual ones, or any on this machine itself."""

    host: str
    port: int | None
    is_wildcard: bool


def website(typed: str) -> Website | None:
    """Reads `https://www.Shop.example/path`, `shop.example:8080` or `shop.example`; None when it is no website."""
    text = typed.strip()
    if len(text) > MAX_LENGTH or WILDCARD in text:
        return None
    scheme, marker, rest = text.partition("://")
    if not marker:
        scheme, rest = "https", text
    entry = normalised_entry(rest)
    if scheme.lower() not in USUAL_PORTS or entry is None:
        return None
    return Website(f"{scheme.lower()}://{entry}/", entry)


def normalised_entry(typed: str) -> str | None:
    """An entry as it is kept, from what people type, with scheme, path, capitals or umlauts; None when it is none."""
    entry = _entry(typed)
    if entry is None:
        return None
    host = f"[{entry.host}]" if ":" in entry.host else entry.host
    return f"{'*.' if entry.is_wildcard else ''}{host}{'' if entry.port is None else f':{entry.port}'}"


def origin_allowed(origin: str, domains: Iterable[str], own_origin: str = "") -> bool:
    """Whether a page of this Origin belongs to the portal with these entries, or is Foyer's own.

    `null`, nothing, other schemes than http and https, and anything that no browser would send are refused.
    """
    page = parsed_origin(origin)
    if page is None:
        return False
    if own_origin and page == parsed_origin(own_origin):
        return True
    return any(_covers(entry, page) for entry in map(_entry, domains) if entry)


def parsed_origin(origin: str) -> Origin | None:
    """`scheme://host[:port]` exactly as browsers send it, or None."""
    text = origin.lower()
    if len(text) > MAX_LENGTH or not _ORIGIN_CHARACTERS.issuperset(text):
        return None
    scheme, marker, rest = text.partition("://")
    if not marker or scheme not in USUAL_PORTS or "/" in rest:
        return None
    parts = _host_and_port(rest)
    if parts is None:
        return None
    host, port = parts
    return Origin(scheme, host, USUAL_PORTS[scheme] if port is None else port)


def is_this_machine(host: str) -> bool:
    """Whether a host name means the machine itself, where developers use any port."""
    if host == "localhost" or host.split(".")[-1] == "localhost":
        return True
    address = _address(host)
    return address is not None and address.is_loopback


def _covers(entry: Entry, page: Origin) -> bool:
    if not _host_matches(entry, page.host):
        return False
    if entry.port is not None:
        return page.port == entry.port
    return page.port in USUAL_PORTS.values() or is_this_machine(page.host)


def _host_matches(entry: Entry, host: str) -> bool:
    wanted, given = entry.host.split("."), host.split(".")
    if entry.is_wildcard:
        return len(given) > len(wanted) and given[-len(wanted) :] == wanted
    return _without_www(given) == _without_www(wanted)


def _without_www(labels: list[str]) -> list[str]:
    """`www.shop.example` and `shop.example` are twins: people mean both when they type one."""
    return labels[1:] if labels[0] == "www" and len(labels) > 2 else labels


def _entry(typed: str) -> Entry | None:
    text = typed.strip()
    if len(text) > MAX_LENGTH:
        return None
    scheme, marker, rest = text.partition("://")
    if marker and scheme.lower() not in USUAL_PORTS:
        return None
    authority = (rest if marker else text).partition("/")[0].partition("?")[0].partition("#")[0]
    is_wildcard = authority.startswith(WILDCARD + ".")
    parts = _host_and_port(authority[2:] if is_wildcard else authority)
    if parts is None or (is_wildcard and not _may_be_wild(parts[0])):
        return None
    return Entry(*parts, is_wildcard=is_wildcard)


def _may_be_wild(host: str) -> bool:
    """`*.com` would let everybody in."""
    return _address(host) is None and ("." in host or host == "localhost")


def _host_and_port(authority: str) -> tuple[str, int | None] | None:
    try:
        parts = urlsplit(f"//{authority}")
        name, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if "@" in authority or parts.path or parts.query or parts.fragment or authority.endswith(":"):
        return None
    host = _host(name)
    return None if host is None or port == 0 else (host, port)


def _host(name: str) -> str | None:
    address = _address(name)
    if address is not None:
        return str(address)
    try:
        host = idna.encode(name, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        return None
    last_label = host.split(".")[-1]
    return None if host.endswith(".") or last_label.isdigit() else host


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
