"""Events that a website's server tells, as JSON (E37)."""

import datetime as dt
import ipaddress
from typing import Annotated, Any, Literal, Self

import msgspec
from pydantic import Field, StringConstraints, field_validator, model_validator

from foyer.api.v1.records.shapes import Flag, RecordId, Strict
from foyer.lib.clock import now_ms
from foyer.visits.hit import MAX_DATA_BYTES, MAX_TITLE, MAX_URL

MAX_EVENTS = 100
DAY_MS = 24 * 3600 * 1000
AHEAD_MS = 60 * 1000
Id = Annotated[str, StringConstraints(strict=True, pattern="^[A-Za-z0-9_.:-]{1,40}$")]
Visitor = Annotated[str, StringConstraints(strict=True, pattern="^[A-Za-z0-9_-]{16,40}$")]
Address = Annotated[str, StringConstraints(strict=True, max_length=MAX_URL)]
Short = Annotated[str, StringConstraints(strict=True, max_length=45)]


class EventIn(Strict):
    """A page view or an event of a visitor.

    `id` is yours: the same event told twice counts once. `visitor` is your lasting id of the browser, hard to guess.
    `at` lies within the last 24 hours; without it, it is now. `ip_address`, `user_agent` are the visitor's, if known.
    """

    id: Id
    visitor: Visitor
    type: Literal["view", "event"] = "event"
    name: Annotated[str, StringConstraints(strict=True, max_length=100)] = ""
    data: dict[str, Any] = Field(default_factory=dict)
    url: Address = ""
    title: Annotated[str, StringConstraints(strict=True, max_length=MAX_TITLE)] = ""
    referrer: Address = ""
    language: Annotated[str, StringConstraints(strict=True, max_length=20)] = ""
    ip_address: Short = ""
    user_agent: Annotated[str, StringConstraints(strict=True, max_length=500)] = ""
    at: Annotated[Short, Field(json_schema_extra={"format": "date-time"})] | None = None
    consent: Flag = False

    @field_validator("ip_address")
    @classmethod
    def _is_address(cls, told: str) -> str:
        return str(ipaddress.ip_address(told)) if told else ""

    @field_validator("data")
    @classmethod
    def _is_small(cls, told: dict[str, Any]) -> dict[str, Any]:
        if len(msgspec.json.encode(told)) > MAX_DATA_BYTES:
            raise ValueError(f"At most {MAX_DATA_BYTES} bytes.")
        return told

    @field_validator("at")
    @classmethod
    def _is_of_the_last_day(cls, told: str | None) -> str | None:
        if told is not None and not -AHEAD_MS <= now_ms() - ms_of(told) <= DAY_MS:
            raise ValueError("Within the last 24 hours.")
        return told

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.type == "view" and not self.url.lower().startswith(("http://", "https://")):
            raise ValueError("A view has a url that begins with https:// or http://.")
        if self.type == "event" and not self.name:
            raise ValueError("An event has a name.")
        return self


class EventsIn(Strict):
    """What happened on one portal."""

    portal: RecordId
    events: Annotated[list[EventIn], Field(min_length=1, max_length=MAX_EVENTS)]


class EventsOut(Strict):
    """How many are on disk; they are part of visits within a second."""

    taken: int


def ms_of(moment: str) -> int:
    """Of an ISO 8601 time with its zone. Raises ValueError."""
    read = dt.datetime.fromisoformat(moment)
    if read.tzinfo is None:
        raise ValueError("A time with its zone, like 2026-11-24T10:00:00Z.")
    return int(read.timestamp() * 1000)
