"""What pages told about a visit, by name: the newest value of each, in any order of arrival (E38, F50, F53, R10).

Pure, no database. `foyer("event", "order", {size: 12})` tells a `size`, `foyer("event", "plan", "Pro")` a `plan`.
"""

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from foyer.lib.text import clean, clean_line
from foyer.visits.event_data import Json
from foyer.visits.page_calls import IDENTIFY, SET

MAX_LABEL = 80
MAX_VALUE = 500
MAX_NAMES = 50
MAX_ITEMS = 20
MAX_DEPTH = 3

Told: TypeAlias = "dict[str, list[Json]]"
"""By folded name: the name as it was written, the value, and when it was told (ms since 1970)."""

_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
_NUMBER = re.compile(r"-?\d{1,12}([.,]\d{1,6})?\Z")


@dataclasses.dataclass(frozen=True, slots=True)
class Saying:
    """One value that was told, under the name as the page wrote it."""

    label: str
    value: Json

    @property
    def name(self) -> str:
        """The name without case and outer space: so fields find their values (F51)."""
        return folded_label(self.label)


def folded_label(label: str) -> str:
    """A label for comparing: without case and outer space (F51)."""
    return clean_line(label, MAX_LABEL).casefold()


def sayings(event: str, data: Mapping[str, Json]) -> Iterator[Saying]:
    """What an event says: its data by name, what lies deeper as `cart.total`; a lone value under the event's name.

    What a page says of the visitor is no field of the visit.
    """
    if event == IDENTIFY:
        return
    parts = {event: data["value"]} if set(data) == {"value"} and event != SET else data
    yield from _flat(parts, "", MAX_DEPTH)


def add(told: Told, saying: Saying, at_ms: int) -> bool:
    """Keeps the saying when it is news; True then. Of too many names those that come first by letters stay."""
    name, known = saying.name, told.get(saying.name)
    entry: list[Json] = [saying.label, saying.value, at_ms]
    if known is not None and _age(known) >= _age(entry):
        return False
    told[name] = entry
    if len(told) > MAX_NAMES:
        last = max(told)
        del told[last]
        return last != name
    return True


def kind_of(value: Json) -> str:
    """The kind of field that fits such a value best, of `foyer.crm.fields.types.Kind`."""
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int | float):
        return "number"
    text = value if isinstance(value, str) else ""
    if _DATE.match(text):
        return "date"
    if _MOMENT.match(text):
        return "moment"
    if _EMAIL.match(text):
        return "email"
    if text.startswith(("http://", "https://")):
        return "url"
    return "number" if _NUMBER.match(text) else "text"


def text_of(value: Json) -> str:
    """The value as a line of text, whatever it is."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
        return ", ".join(text_of(one) for one in value)
    return json.dumps(value, ensure_ascii=False)


def _flat(parts: Mapping[str, Json], before: str, depth: int) -> Iterator[Saying]:
    for key, value in parts.items():
        label = clean_line(f"{before}{key}", MAX_LABEL + 1)
        if isinstance(value, dict) and depth > 1:
            yield from _flat(value, f"{label}.", depth - 1)
        elif label and len(label) <= MAX_LABEL and value not in (None, "", [], {}):
            yield Saying(label, _bounded(value))


def _bounded(value: Json) -> Json:
    if isinstance(value, str):
        return clean(value, MAX_VALUE)
    if isinstance(value, int | float):
        return value
    if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        return [one if not isinstance(one, str) else clean(one, MAX_LABEL) for one in value[:MAX_ITEMS]]
    return clean(json.dumps(value, ensure_ascii=False), MAX_VALUE)


def _age(entry: list[Json]) -> tuple[int, str]:
    """When it was told; of what was told at once one is the newest whoever came first."""
    label, value, at_ms = entry
    return at_ms if isinstance(at_ms, int) else 0, json.dumps([value, label])
