"""The business hours of a portal as its page shows them (B22)."""

import dataclasses
import datetime as dt
from typing import Any

from babel.dates import get_day_names
from django.utils.translation import get_language

from foyer.desk.entry.forms import zones
from foyer.lib import clock
from foyer.portals.hours import WEEK, Hours
from foyer.portals.models import Portal
from foyer.team.queries import time_zone

USUAL = ["9:00-12:30, 13:30-18:00"] * 5 + ["", ""]


@dataclasses.dataclass(frozen=True, slots=True)
class HoursShown:
    """The form, and what holds now. `week` is name and text of each day; without hours the usual ones are offered."""

    on: bool
    zone: str
    zones: list[tuple[str, str]]
    week: list[tuple[str, str]]
    days: str
    is_open: bool
    back: dt.datetime | None


def hours_shown(portal: Portal) -> HoursShown:
    """No query."""
    told: dict[str, Any] = portal.hours or {"zone": time_zone().key, "week": USUAL, "days": ""}
    hours, now = Hours.stored(told), clock.now()
    names = get_day_names("wide", "stand-alone", get_language() or "en")
    return HoursShown(
        on=hours is not None,
        zone=told["zone"],
        zones=zones(),
        week=[(names[day], told["week"][day]) for day in range(WEEK)],
        days=told["days"],
        is_open=hours is None or hours.is_open(now),
        back=hours.next_opening(now) if hours else None,
    )
