"""Activities as screens show them: how soon, about whom, what may be done with them (E16)."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from copy import copy

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foyer.crm.access import may
from foyer.crm.activities import day_of, is_late, subjects_of
from foyer.crm.activity_types import Subject
from foyer.crm.models import Activity
from foyer.desk.shell import formats
from foyer.lib import clock
from foyer.team.models import User
from foyer.team.rights import rights_of

BLANK: dict[str, object] = {"owner": None, "priority": "", "place": "", "text": "", "outcome": ""}
"""What a hidden field of an activity is shown as (T7)."""
ICONS = {"task": "checklist", "meeting": "calendar", "call": "phone"}


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """One activity. `state`: bad when late, warn when it is due today, else empty. `due`: in the least words."""

    activity: Activity
    subject: Subject | None
    icon: str
    day: dt.date | None
    time: str
    due: str
    state: str
    may_edit: bool
    may_delete: bool


def shown(user: User, activities: Iterable[Activity]) -> list[Shown]:
    """All of them, with the records they are about in one query for each module."""
    found = list(activities)
    subjects = subjects_of(user, [activity.actor_id for activity in found])
    return [shown_one(user, activity, subjects.get(activity.actor_id or 0)) for activity in found]


def shown_one(user: User, activity: Activity, subject: Subject | None) -> Shown:
    """One of them."""
    activity = _as_seen(user, activity)
    zone, now = timezone.get_current_timezone(), clock.now()
    day, late = day_of(activity, zone), is_late(activity, now, zone)
    today = now.astimezone(zone).date()
    is_open = activity.done_at is None
    return Shown(
        activity=activity,
        subject=subject,
        icon=ICONS.get(activity.kind, "checklist"),
        day=day,
        time=time_of(activity),
        due=due_words(activity, day, today),
        state="bad" if late else "warn" if is_open and day == today else "",
        may_edit=may(user, "edit", activity),
        may_delete=may(user, "delete", activity),
    )


def _as_seen(user: User, activity: Activity) -> Activity:
    """The activity, or a copy without what is hidden from the user."""
    hidden = [key for key in BLANK if not rights_of(user).sees("activity", key)]
    if not hidden:
        return activity
    seen = copy(activity)
    for key in hidden:
        setattr(seen, key, BLANK[key])
    return seen


def time_of(activity: Activity) -> str:
    """The hour that it is due at, "14:02"; nothing for whole days."""
    return "" if activity.all_day or activity.due_at is None else formats.time(activity.due_at)


def due_words(activity: Activity, day: dt.date | None, today: dt.date) -> str:
    """How soon: "2 days late", "today", "today 14:00", "tomorrow", "Tue 17 Nov"."""
    if day is None:
        return ""
    time = time_of(activity)
    passed = (today - day).days
    if passed > 0 and activity.done_at is None:
        return ngettext("%(days)s day late", "%(days)s days late", passed) % {"days": passed}
    if passed == 0:
        return _("today %(time)s") % {"time": time} if time else _("today")
    if passed == -1:
        return _("tomorrow %(time)s") % {"time": time} if time else _("tomorrow")
    return f"{formats.date(day)} {time}".strip()
