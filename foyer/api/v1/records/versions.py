"""Optimistic locking: the header If-Match (RFC 9110) names the version that the caller looked at."""

import hashlib
import json
from typing import Any

from foyer.api.v1.refusals import Stale

ANY = "*"
TAG_BYTES = 6


def asked_version(now: int, if_match: str | None) -> int | None:
    """The version that must still be the one when it is written, None when any will do; Stale when it is not by now."""
    if if_match is None or if_match.strip() == ANY:
        return None
    tags = {tag.strip().removeprefix("W/").strip('"') for tag in if_match.split(",")}
    if str(now) not in tags:
        raise Stale(now)
    return now


def etag(version: int) -> str:
    """A version as the header ETag has it."""
    return f'"{version}"'


def version_of(told: Any) -> int:
    """Of JSON that counts no versions: the same content again is the same."""
    content = json.dumps(told, sort_keys=True).encode()
    return int.from_bytes(hashlib.sha256(content).digest()[:TAG_BYTES])
