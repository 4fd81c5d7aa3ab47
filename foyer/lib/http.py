"""The one way out to other servers: only where it may go, to a checked address, no redirects, not for long (T24)."""

import contextlib
import dataclasses
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from urllib.parse import SplitResult, urlsplit

WAIT_S = 5.0  # for each step
WHOLE_S = 10.0
MAX_URL = 2_000
PORTS = {"https": 443, "http": 80}
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unreachable(Exception):
    """There was no answer; the reason is a short word: refused, address, timeout, connection."""


@dataclasses.dataclass(frozen=True, slots=True)
class Reach:
    """Where a request may go. `hosts` are public ones, by https: a name, or with a dot before it all names below it.
    `origins` were named by the operator, like https://push.example:8443, and may lie in the own network."""

    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()

    def has(self, url: str) -> bool:
        """Whether an address from outside lies within."""
        return self.finds(url) is not None

    def finds(self, url: str) -> SplitResult | None:
        """Its parts; None for what is outside, misspelt or too long."""
        parts = _parts(url)
        if parts is None:
            return None
        return parts if self.trusts(parts) or (_is_plain_https(parts) and self._knows(parts.hostname or "")) else None

    def trusts(self, parts: SplitResult) -> bool:
        """Whether the operator named it."""
        return f"{parts.scheme}://{parts.netloc}".lower() in self.origins

    def _knows(self, name: str) -> bool:
        return any(name == host or (host.startswith(".") and name.endswith(host)) for host in self.hosts)


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """Of the other server; what its body says is for nobody (T24)."""

    status: int
    headers: Mapping[str, str]


def post(url: str, body: bytes, headers: Mapping[str, str], reach: Reach) -> Answer:
    """Posts once. Raises Unreachable when it may not go there, or nobody answers in time."""
    parts = reach.finds(url)
    if parts is None:
        raise Unreachable("refused")
    try:
        with _opened(parts, _checked_address(parts, trusted=reach.trusts(parts))) as connection:
            connection.request("POST", _target(parts), body, dict(headers))
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()})
    except TimeoutError as error:
        raise Unreachable("timeout") from error
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable("connection") from error


def is_public(address: str) -> bool:
    """Whether an address is of the internet: not of this machine, of the own network, or one of those in disguise."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (_last_four(ip) if ip in NAT64 else None)
        if inside is not None or ip.teredo:
            return inside is not None and is_public(str(inside))
    return ip.is_global and not ip.is_multicast


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was checked, whatever the name says by now."""

    def __init__(self, parts: SplitResult, address: str) -> None:
        self.default_port = PORTS[parts.scheme]  # so that Host names no port that goes without saying
        super().__init__(parts.hostname or "", parts.port or self.default_port, timeout=WAIT_S)
        self._address = address
        self._secure = parts.scheme == "https"

    def connect(self) -> None:
        """In place of the name's address."""
        self.sock = socket.create_connection((self._address, self.port), WAIT_S)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """Ends what takes too long, from another thread."""
        with contextlib.suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def _opened(parts: SplitResult, address: str) -> Iterator[_Pinned]:
    connection = _Pinned(parts, address)
    clock = threading.Timer(WHOLE_S, connection.cut)
    clock.daemon = True
    clock.start()
    try:
        yield connection
    finally:
        clock.cancel()
        connection.close()


def _checked_address(parts: SplitResult, *, trusted: bool) -> str:
    """All addresses of a name must be public: one that is not shows that the name is not what it seems."""
    port = parts.port or PORTS[parts.scheme]
    found = [str(info[4][0]) for info in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)]
    if not trusted and not all(map(is_public, found)):
        raise Unreachable("address")
    return found[0]


def _parts(url: str) -> SplitResult | None:
    if len(url) > MAX_URL or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if is_whole and parts.scheme in PORTS and parts.username is None else None


def _is_plain_https(parts: SplitResult) -> bool:
    return parts.scheme == "https" and parts.port in {None, PORTS["https"]}


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _last_four(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
