"""Lists by keyset: a cursor names the last row seen, so every page costs the same (T39, P5)."""

import datetime as dt
import re
from typing import Annotated, Any, TypeVar

from django.db.models import Model, QuerySet
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic.json_schema import SkipJsonSchema

from foyer.crm.cursor import Cursor, cursor_from

DEFAULT_LIMIT = 50
MAX_LIMIT = 200
MAX_ID = 2**63 - 1
FIRST_MOMENT, LAST_MOMENT = dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)
CURSOR_PATTERN = r"^[0-9]{1,16}-[0-9]{1,18}$"

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Row = TypeVar("Row", bound=Model)


def _without_default(schema: dict[str, Any]) -> None:
    """A parameter that may be left out has no value then, not the value null."""
    schema.pop("default", None)


def _as_utc(time: dt.datetime) -> dt.datetime:
    """Aware UTC; without an offset it is UTC. What lies outside the calendar is its end or beginning."""
    if time.tzinfo is None:
        return time.replace(tzinfo=dt.UTC)
    try:
        return time.astimezone(dt.UTC)
    except OverflowError:
        return LAST_MOMENT if time.year > 1 else FIRST_MOMENT


def _is_written(time: object) -> object:
    """A time is written as ISO 8601 says; a bare number would be taken for seconds since 1970."""
    if isinstance(time, str) and not _ISO.match(time):
        raise ValueError("Write it like 2026-11-12T14:22:00Z.")
    return time


def optional(**facts: Any) -> Any:
    """A parameter that may be left out."""
    return Field(None, json_schema_extra=_without_default, **facts)


Id = Annotated[int, Field(ge=1, le=MAX_ID)]
Moment = Annotated[dt.datetime, BeforeValidator(_is_written), AfterValidator(_as_utc)]
Nothing = SkipJsonSchema[None]


class Paging(Schema):
    """Which page of a list."""

    cursor: Annotated[str, Field(pattern=CURSOR_PATTERN)] | Nothing = optional(
        description="next_cursor of the page before; left out: the first page."
    )
    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="How many rows.")


class Within(Schema):
    """Between which times."""

    since: Moment | Nothing = optional(alias="from", description="From this time on; without an offset it is UTC.")
    until: Moment | Nothing = optional(alias="to", description="Before this time.")

    def within(self, rows: "QuerySet[Row]", field: str) -> "QuerySet[Row]":
        """The rows whose `field` lies between the two."""
        if self.since:
            rows = rows.filter(**{f"{field}__gte": self.since})
        if self.until:
            rows = rows.filter(**{f"{field}__lt": self.until})
        return rows


class Period(Within, Paging):
    """Which page, and between which times."""


def newest(rows: "QuerySet[Row]", paging: Paging, field: str) -> tuple[list[Row], str | None]:
    """A page, newest first by `field` and id, and the cursor of the next one."""
    start = cursor_from(paging.cursor)
    if start:
        rows = rows.filter(start.older(field))
    found = list(rows.order_by(f"-{field}", "-pk")[: paging.limit + 1])
    shown = found[: paging.limit]
    if len(found) <= paging.limit:
        return shown, None
    last = shown[-1]
    return shown, Cursor(getattr(last, field), last.pk).text()
