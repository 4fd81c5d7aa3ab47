"""Internet addresses of clients, behind a known number of proxies (T28)."""

import ipaddress
from functools import lru_cache

KEPT = 50_000


def client_address(peer: str, forwarded_for: str, trusted_hops: int) -> str:
    """The client's address: the peer, or the entry of X-Forwarded-For that the outermost trusted proxy wrote.

    Entries further left were written by whoever asked and are never believed.
    """
    if trusted_hops:
        entries = [entry.strip() for entry in forwarded_for.split(",") if entry.strip()]
        if len(entries) >= trusted_hops:
            peer = entries[-trusted_hops]
    return plain_address(peer)


@lru_cache(maxsize=KEPT)
def plain_address(text: str) -> str:
    """An address as text without port, brackets or the IPv4-in-IPv6 prefix; empty when it is none."""
    text = text.strip().strip("[]")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)


@lru_cache(maxsize=KEPT)
def shortened(text: str) -> str:
    """The network of an address: the first 24 bits of IPv4, the first 48 of IPv6; empty when it is none (B20)."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    bits = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network((address, bits), strict=False).network_address)


@lru_cache(maxsize=KEPT)
def is_loopback(text: str) -> bool:
    """Whether the address is this machine's own."""
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False
