"""The country of an internet address, from data inside a wheel; no question leaves this machine."""

import ipaddress
from functools import lru_cache

import iptocc

KEPT = 20_000


@lru_cache(maxsize=KEPT)
def country_of(address: str) -> str:
    """Two letters, or nothing for private and unknown addresses."""
    try:
        if not ipaddress.ip_address(address).is_global:
            return ""
    except ValueError:
        return ""
    return iptocc.country_code(address) or ""
