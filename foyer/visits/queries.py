"""Questions about visits, each with a fixed number of SQL queries (F24-F59, F68-F83; P5)."""

import dataclasses
import datetime as dt
import re
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTransform

from foyer.crm.access import visit_portals
from foyer.crm.types import VisitRef
from foyer.lib.keyset import beyond
from foyer.lib.prepared import prepared
from foyer.team.models import User
from foyer.visits.models import Action, Medium, Visit
from foyer.visits.reports.periods import Period
from foyer.visits.types import VisitDay, VisitsSummary

PAGE = 50
COUNT_CAP = 1_000
YES_NO = {"true": True, "false": False}
_NUMBER = re.compile(r"-?[0-9]{1,15}([.][0-9]{1,9})?")

Place = tuple[dt.datetime, int] | tuple[int, int]
"""Where a page begins: the value that orders it, and the id."""


@dataclasses.dataclass(frozen=True, slots=True)
class VisitsPage:
    """A page of a list; places are None where there is nothing further."""

    visits: list[Visit]
    newer: Place | None
    older: Place | None


def visits_of(user: User, portal_id: int | None = None) -> QuerySet[Visit]:
    """The visits a user may see: of their portals, all for administrators; none when hidden (F29, F30, T7)."""
    portal_ids = visit_portals(user, portal_id)
    if not portal_ids:
        return Visit.objects.none()
    return Visit.objects.filter(portal_id__in=portal_ids).select_related("portal", "attended_by")


def newest_of(user: User, actor_ids: Collection[int], portal_id: int | None, limit: int) -> list[Visit]:
    """The newest visits of a person that the user may see; one query."""
    return _newest_of(tuple(actor_ids), tuple(visit_portals(user, portal_id)), limit=limit)


@prepared
def _newest_of(actor_ids: Any, portals: Any, *, limit: int) -> QuerySet[Visit]:
    visits = Visit.objects.filter(actor_id__in=actor_ids, portal_id__in=portals)
    return visits.select_related("portal", "attended_by").order_by("-started", "-pk")[:limit]


def visit_for(user: User, visit_id: int) -> Visit:
    """One visit; Visit.DoesNotExist when there is none or it may not be seen."""
    return visits_of(user).get(pk=visit_id)


def ref_of(visit: Visit) -> VisitRef:
    """The visit as notes and files know it (F32, F33)."""
    return VisitRef(visit.pk, visit.actor_id, visit.portal_id)


def telling(visits: QuerySet[Visit], name: str, text: str) -> QuerySet[Visit]:
    """Those of which a page told this under a folded name, as a text, a number, or yes and no (F50)."""
    wanted = Q(_said=text)
    if _NUMBER.fullmatch(text):
        wanted |= Q(_said=float(text) if "." in text else int(text))
    if text in YES_NO:
        wanted |= Q(_said=YES_NO[text])
    said = KeyTransform("1", KeyTransform(name, "page_data"))
    return visits.filter(page_data__isnull=False).alias(_said=said).filter(wanted)


def newest(
    visits: QuerySet[Visit], before: Place | None = None, after: Place | None = None, limit: int = PAGE
) -> VisitsPage:
    """A page of visits, newest first, by keyset: `before` a place goes to older ones, `after` one to newer ones."""
    return page_by("started", visits, before, after, limit)


def page_by(
    field: str, visits: QuerySet[Visit], before: Place | None = None, after: Place | None = None, limit: int = PAGE
) -> VisitsPage:
    """The same by any field that has an index, the highest first."""
    chosen = visits
    if before:
        chosen = chosen.filter(beyond(field, *before))
    if after:
        chosen = chosen.filter(beyond(field, *after, downwards=False))
    order = (field, "id") if after else (f"-{field}", "-id")
    rows = list(chosen.order_by(*order)[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    if after:
        rows.reverse()
    newer = _place(rows[0], field) if rows and (bool(before) or (bool(after) and more)) else None
    older = _place(rows[-1], field) if rows and (bool(after) or more) else None
    return VisitsPage(rows, newer, older)


def capped_count(visits: QuerySet[Visit]) -> int:
    """How many, but not more than 1,001, the newest: shown as "1,000+" (design, lists).

    In the order of an index, since PostgreSQL would go through the whole table for as many.
    """
    return visits.order_by("-started", "-pk")[: COUNT_CAP + 1].count()


def actions_of(visit_ids: Collection[int]) -> dict[int, list[Action]]:
    """What was done in each visit, in the order of time (F68)."""
    found: dict[int, list[Action]] = {visit_id: [] for visit_id in visit_ids}
    for action in _actions(tuple(found)):
        found[action.visit_id].append(action)
    return found


@prepared
def _actions(visit_ids: Any) -> QuerySet[Action]:
    return Action.objects.filter(visit_id__in=visit_ids).order_by("at", "page_key")


def days_of(actor_ids: Collection[int]) -> list[VisitDay]:
    """What these actors did, by portal and day; one query."""
    return [VisitDay(*row) for row in _days(tuple(actor_ids))]


@prepared
def _days(actor_ids: Any) -> QuerySet[Visit, tuple[Any, ...]]:
    visits = Visit.objects.filter(actor_id__in=actor_ids).order_by().values_list("portal", "day")
    return visits.annotate(Count("id"), Sum("pages"), Sum("seconds"), Min("started"), Max("started"))


def visits_summary(actor_ids: Collection[int], days: Iterable[VisitDay]) -> VisitsSummary:
    """The visit part of a record's summary, over all its actors (F74, F76-F80; D5). One query; none for nobody."""
    seen = list(days)
    portals = tuple({day.portal_id for day in seen})
    first = next(iter(_in_order(tuple(actor_ids), portals, order="", campaigns=False)), None) if seen else None
    if first is None:
        return VisitsSummary()
    minutes, number = sum(day.seconds for day in seen) / 60, len({day.day for day in seen})
    return VisitsSummary(
        visits=sum(day.visits for day in seen),
        days=number,
        minutes=round(minutes, 1),
        average_minutes=round(minutes / number, 1),
        last=max(day.last for day in seen),
        first=min(day.first for day in seen),
        first_url=first.first_url,
        referrer=first.referrer,
        keyword=first.search_keyword,
        medium=first.medium,
        source_name=first.source_name,
    )


def campaign_touches(actor_ids: Collection[int], portals: Collection[int]) -> list[Visit]:
    """The first and the last visit that a campaign led to, one when it is the same; two queries (F122)."""
    found = [_in_order(tuple(actor_ids), tuple(portals), order=order, campaigns=True) for order in ("", "-")]
    return list({visit.pk: visit for visits in found for visit in visits}.values())


@prepared
def _in_order(actor_ids: Any, portals: Any, *, order: str, campaigns: bool) -> QuerySet[Visit]:
    """The first visit, with "-" the last one; with `campaigns` of those that a campaign led to."""
    visits = Visit.objects.filter(actor_id__in=actor_ids, portal_id__in=portals).select_related("portal")
    found = visits.filter(medium=Medium.CAMPAIGN) if campaigns else visits
    return found.order_by(f"{order}started", f"{order}pk")[:1]


def visits_today(portal_ids: Collection[int], today: dt.date) -> int:
    """How many visits began today."""
    return Period(today, today).of(Visit.objects.filter(portal_id__in=portal_ids)).count()


def _place(visit: Visit, field: str) -> Place:
    return getattr(visit, field), visit.pk
