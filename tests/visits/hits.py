"""Hits as Vera's browser sends them, for tests."""

import itertools
import json
from typing import Any

from foyer.lib.clock import now_ms

KEY = "p_demo123"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
VERA = "vera-browser-0123456789"
_numbers = itertools.count(1)


def hit(kind: str = "view", **fields: Any) -> dict[str, Any]:
    """One hit of Vera's; fields override."""
    number = next(_numbers)
    common: dict[str, Any] = {
        "v": 1,
        "id": f"h{number}",
        "type": kind,
        "portal": KEY,
        "browser": VERA,
        "page": f"p{number}",
    }
    if kind == "view":
        common |= {"url": f"https://shop.example/page{number}", "title": f"Page {number}"}
    return common | fields


def body(*hits: dict[str, Any]) -> bytes:
    """A request's body."""
    return json.dumps(list(hits) if len(hits) != 1 else hits[0]).encode()


def ago(seconds: float) -> dict[str, int]:
    """The `at` and `sent` of a hit that happened some seconds ago and is sent now."""
    now = now_ms()
    return {"at": int(now - seconds * 1000), "sent": now}
