"""Questions about activities: whose, when, about which record (E16). Each in a fixed number of queries."""

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet

from foyer.crm.access import Sight, all_in_sight, all_visible, in_sight, sight_of, visible
from foyer.crm.activity_types import Span, Subject
from foyer.crm.models import Activity, Mention
from foyer.crm.models.people import full_name
from foyer.crm.modules import RECORDS, AnyRecord, module_name
from foyer.crm.naming import called, hides_company, name_of
from foyer.crm.types import ModuleName
from foyer.lib.prepared import prepared
from foyer.lib.text import folded
from foyer.team.models import User
from foyer.team.queries import time_zone

MOST = 200
"""Of open activities on one page; nobody works through more in a day."""
MOST_LATE, MOST_LATER = 30, 50
"""Of those that are late, the last ones, and of those that have time: they never push out what today asks for."""
PARTS = ("late", "near", "later", "done")
"""Of a day's work, each with an order of its own."""
SUGGESTED = 4
"""Records that are offered of each module."""
_BY_TIME = (F("due_at").asc(nulls_last=True), "pk")
_NAMED: dict[ModuleName, tuple[str, ...]] = {
    "lead": ("first_name", "last_name", "company"),
    "contact": ("first_name", "last_name", "account__name"),
    "account": ("name",),
    "deal": ("name",),
}
"""What stands for a record: in whole rows, most of the time would go into all the rest (P5)."""
_NAMES = 2
"""So many of these are the name of a person; the rest is whom they belong to."""


@dataclasses.dataclass(frozen=True, slots=True)
class Day:
    """What somebody has to do, by how soon, and what they have done today."""

    late: list[Activity]
    today: list[Activity]
    tomorrow: list[Activity]
    later: list[Activity]
    done: list[Activity]


def activity_for(user: User, activity_id: int) -> Activity:
    """An activity that the user may see, deleted or not; DoesNotExist for all others (T7)."""
    found: Activity = _with_people(all_visible("activity", user)).get(pk=activity_id)
    return found


def open_activities(user: User, actor_ids: Collection[int]) -> list[Activity]:
    """What is still to be done about these actors, the soonest first."""
    return _open(tuple(actor_ids), sight=sight_of(user))


@prepared
def _open(actor_ids: Any, *, sight: Sight) -> "QuerySet[Activity]":
    rows = in_sight("activity", sight).filter(actor__in=actor_ids, done_at=None)
    return _with_people(rows).order_by(*_BY_TIME)[:MOST]


def my_day(user: User, now: dt.datetime, zone: dt.tzinfo) -> Day:
    """The user's own open activities by how soon they are due in their time zone. Four queries."""
    today = now.astimezone(zone).date()
    begin = dt.datetime.combine(today, dt.time(), zone)
    soon = begin + dt.timedelta(days=2)
    late, near, later, done = (_own(user.pk, begin, soon, part=part, sight=sight_of(user)) for part in PARTS)
    groups: dict[str, list[Activity]] = {"late": [], "today": [], "tomorrow": [], "later": []}
    for activity in (*reversed(late), *near, *later):
        groups[_group(activity, now, today, zone)].append(activity)
    return Day(**groups, done=done)


@prepared
def _own(user_id: Any, begin: Any, soon: Any, *, part: str, sight: Sight) -> "QuerySet[Activity]":
    own = in_sight("activity", sight).filter(owner=user_id)
    if part == "done":
        return own.filter(done_at__gte=begin).order_by("-done_at")[:MOST]
    left = own.filter(done_at=None)
    if part == "late":
        return left.filter(due_at__lt=begin).order_by("-due_at", "-pk")[:MOST_LATE]
    if part == "near":
        return left.filter(due_at__gte=begin, due_at__lt=soon).order_by(*_BY_TIME)[:MOST]
    return left.filter(Q(due_at__gte=soon) | Q(due_at=None)).order_by(*_BY_TIME)[:MOST_LATER]


class Due(NamedTuple):
    """When an activity is due, which is all that a calendar asks of those that it does not show."""

    pk: int
    due_at: dt.datetime | None
    all_day: bool


def due_within(user: User, span: Span, owner: User | None = None) -> list[Due]:
    """What is due in a stretch of time, done or not, of one user or of everybody whose activities are seen."""
    asked = span.start, span.end, owner.pk if owner else None
    return [Due(*row) for row in _due(*asked, owned=owner is not None, sight=sight_of(user))]


@prepared
def _due(start: Any, end: Any, owner: Any, *, owned: bool, sight: Sight) -> "QuerySet[Activity, tuple[Any, ...]]":
    rows = in_sight("activity", sight).filter(due_at__gte=start, due_at__lt=end)
    rows = (rows.filter(owner=owner) if owned else rows).order_by("due_at", "pk")
    return rows.values_list("pk", "due_at", "all_day")[: MOST * 5]


def activities_among(user: User, ids: Iterable[int]) -> list[Activity]:
    """Those with these ids that the user sees, in no order."""
    return _among(tuple(ids), sight=sight_of(user))


@prepared
def _among(ids: Any, *, sight: Sight) -> "QuerySet[Activity]":
    return in_sight("activity", sight).filter(pk__in=ids)


def day_of(activity: Activity | Due, zone: dt.tzinfo) -> dt.date | None:
    """The calendar day it is due on; a whole day is the same everywhere, a moment depends on the time zone (D23)."""
    if activity.due_at is None:
        return None
    return activity.due_at.astimezone(time_zone() if activity.all_day else zone).date()


def is_late(activity: Activity, now: dt.datetime, zone: dt.tzinfo) -> bool:
    """Whether it should be done by now; what is for a whole day is late when the day is over."""
    if activity.due_at is None or activity.done_at is not None:
        return False
    if activity.all_day:
        return (day_of(activity, zone) or dt.date.max) < now.astimezone(zone).date()
    return activity.due_at < now


def subjects_of(user: User, actor_ids: Iterable[int | None]) -> dict[int, Subject]:
    """The records of these actors that the user sees: a query for each module."""
    wanted = tuple({actor for actor in actor_ids if actor})
    found: dict[int, Subject] = {}
    for module in RECORDS:
        named = _NAMES if hides_company(user, module) else None
        for pk, actor, *names in _subjects(wanted, module=module, sight=sight_of(user)):
            found[actor] = Subject(module, pk, _called(*names[:named]), actor)
    return found


@prepared
def _subjects(actor_ids: Any, *, module: ModuleName, sight: Sight) -> "QuerySet[Any, tuple[Any, ...]]":
    return all_in_sight(module, sight).filter(actor__in=actor_ids).values_list("pk", "actor", *_NAMED[module])


def subject_of(user: User, row: AnyRecord) -> Subject:
    """A record as what something is about; called by its company only for a user who sees that (T7)."""
    return Subject(module_name(row), row.pk, name_of(user, row), row.actor_id)


def _called(first_name: str, last_name: str = "", company: str | None = None) -> str:
    return full_name(first_name, last_name) or company or ""


def subjects_named(user: User, text: str) -> list[Subject]:
    """Records whose name begins like this, a few of each module."""
    begin = folded(text)
    if not begin:
        return []
    return [subject_of(user, row) for module in RECORDS for row in _named(user, module, begin)]


def _named(user: User, module: ModuleName, begin: str) -> "QuerySet[Any]":
    rows = called(user, module, visible(module, user)).filter(sort_name__startswith=begin)
    return rows.order_by("sort_name", "pk")[:SUGGESTED]


def unseen_mentions(user: User) -> list[Mention]:
    """Where colleagues named the user, and the user has not looked yet; the newest first."""
    rows = Mention.objects.filter(user=user, seen_at=None, note__gone_at=None)
    return list(rows.select_related("note", "note__author", "note__visit").order_by("-note__at", "-pk")[:MOST])


def _with_people(rows: "QuerySet[Activity]") -> "QuerySet[Activity]":
    return rows.select_related("owner", "actor", "done_by", "created_by")


def _group(activity: Activity, now: dt.datetime, today: dt.date, zone: dt.tzinfo) -> str:
    day = day_of(activity, zone)
    if is_late(activity, now, zone):
        return "late"
    if day is None or day > today + dt.timedelta(days=1):
        return "later"
    return "today" if day <= today else "tomorrow"


def due_reminders(now: dt.datetime) -> "QuerySet[Activity]":
    """Open activities whose owner is to be reminded and was not yet."""
    waiting = Q(reminded_at=None, remind_at__lte=now, done_at=None, gone_at=None, owner__isnull=False)
    return Activity.objects.filter(waiting).select_related("actor")
