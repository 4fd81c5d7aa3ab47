"""What became of clicks on ads: leads, contacts and won deals with the click that led to them (F121-F124, B21)."""

import dataclasses
import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from foyer.crm.access import all_visible
from foyer.crm.models import Deal
from foyer.crm.models.record import Gone
from foyer.crm.types import ModuleName
from foyer.team.models import User
from foyer.team.queries import time_zone
from foyer.team.rights import rights_of
from foyer.visits.models import Visit
from foyer.visits.reports.periods import DAY, Period

CLICK_DAYS = 90
"""Google takes no conversion of a click that is older."""
GOOGLE = ("gclid", "gbraid", "wbraid")
_CLICK_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{7,199}")


@dataclasses.dataclass(frozen=True, slots=True)
class Event:
    """What may come of a click: records of a module, when it happened to them, whose they are, and which count.

    `counted_by` are the fields that say so.
    """

    module: ModuleName
    moment: str
    profile: str
    counted: Q
    counted_by: tuple[str, ...] = ()
    has_amount: bool = False


_LISTED = Q(gone="")
EVENTS = {
    "lead": Event("lead", "created_at", "actor__profile", _LISTED | Q(gone=Gone.CONVERTED)),
    "contact": Event("contact", "created_at", "actor__profile", _LISTED),
    "deal": Event("deal", "closed_at", "contact__actor__profile", _LISTED & Q(state=Deal.State.WON), ("stage",), True),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Click:
    """A visit that a click on an ad began."""

    visit_id: int
    at: dt.datetime
    kind: str
    click_id: str


@dataclasses.dataclass(frozen=True, slots=True)
class Conversion:
    """A record and the last click before it. `amount` is None where the event has none, or it is hidden."""

    record_id: int
    at: dt.datetime
    click: Click
    amount: Decimal | None = None
    currency: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Conversions:
    """Those of a period, the newest first, and how many records there were in all."""

    found: list[Conversion]
    of: int


def conversions(user: User, event: Event, period: Period, portals: Collection[int]) -> Conversions:
    """What the user sees of it, by clicks on these portals; two queries."""
    records = _records(user, event, period)
    has_amount = event.has_amount and rights_of(user).sees(event.module, "amount")
    columns = ["pk", event.moment, event.profile, *(("amount", "currency") if has_amount else ())]
    rows = records.order_by(f"-{event.moment}", "-pk").values_list(*columns)
    clicks = _clicks(records.order_by().values(event.profile), period, portals)
    found = [
        Conversion(record_id, at, click, *worth)
        for record_id, at, person, *worth in rows
        if (click := _last_before(at, clicks.get(person, [])))
    ]
    return Conversions(found, len(rows))


def _records(user: User, event: Event, period: Period) -> "QuerySet[Any]":
    began, ended = _moments(period)
    times = {f"{event.moment}__gte": began, f"{event.moment}__lt": ended}
    return all_visible(event.module, user).filter(event.counted, **times)


def _clicks(people: "QuerySet[Any]", period: Period, portals: Collection[int]) -> dict[Any, list[Click]]:
    """The clicks of each person, the oldest first; what cannot be an id of Google's is none (T18)."""
    began, ended = _moments(period)
    visits = Visit.objects.filter(
        actor__profile__in=people,
        portal__in=portals,
        click_id_kind__in=GOOGLE,
        started__gte=began - dt.timedelta(days=CLICK_DAYS),
        started__lt=ended,
    )
    clicks: dict[Any, list[Click]] = {}
    columns = ("pk", "started", "click_id_kind", "click_id", "actor__profile")
    for visit_id, at, kind, click_id, person in visits.order_by("started", "pk").values_list(*columns):
        if _CLICK_ID.fullmatch(click_id):
            clicks.setdefault(person, []).append(Click(visit_id, at, kind, click_id))
    return clicks


def _last_before(at: dt.datetime, clicks: list[Click]) -> Click | None:
    """The network itself says how much a click counts; it wants the last one."""
    place = bisect_right(clicks, at, key=lambda click: click.at)
    last = clicks[place - 1] if place else None
    return last if last and last.at >= at - dt.timedelta(days=CLICK_DAYS) else None


def _moments(period: Period) -> tuple[dt.datetime, dt.datetime]:
    """From when until when, by the organisation's days (D23)."""
    zone = time_zone()
    first, after = (dt.datetime.combine(day, dt.time(), zone) for day in (period.first, period.last + DAY))
    return first, after
