"""What a page says with an event, as both databases keep it: no NUL, no half pairs, no infinity, no abyss (T22)."""

import json
import math
from typing import TypeAlias

from foyer.lib.text import clean
from foyer.visits.hit import MAX_DATA_BYTES

MAX_DEPTH = 20
MAX_WHOLE = 2**63 - 1

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


def object_of(data: bytes) -> dict[str, Json]:
    """The data as an object; what is none stands under `value`, what cannot be read is left out."""
    try:
        value = _plain(json.loads(data), MAX_DEPTH)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {"value": value}


def _plain(value: Json, depth: int) -> Json:
    """The value without what a database refuses; what lies too deep or is no number is null."""
    if isinstance(value, str):
        return clean(value, MAX_DATA_BYTES)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int):
        return value if abs(value) <= MAX_WHOLE else None
    if value is None or not depth:
        return None
    if isinstance(value, list):
        return [_plain(inner, depth - 1) for inner in value]
    return {clean(name, MAX_DATA_BYTES): _plain(inner, depth - 1) for name, inner in value.items()}
