"""Questions about visits, each with a fixed number of SQL queries (F24-F59, F68-F83; P5)."""

import dataclasses
import datetime as dt
import re
from collections.abc import Collection

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTransform

from foyer.crm.access import visit_portals
from foyer.crm.types import VisitRef
from foyer.team.models import User
from foyer.team.rights import rights_of
from foyer.visits.models import Action, Medium, Visit
from foyer.visits.types import VisitsSummary

PAGE = 50
COUNT_CAP = 1_000
YES_NO = {"true": True, "false": False}
_NUMBER = re.compile(r"-?[0-9]{1,15}([.][0-9]{1,9})?")

Cursor = tuple[dt.datetime, int]


@dataclasses.dataclass(frozen=True, slots=True)
class VisitsPage:
    """A page of a list; cursors are None where there is nothing further."""

    visits: list[Visit]
    newer: Cursor | None
    older: Cursor | None


def visits_of(user: User, portal_id: int | None = None) -> QuerySet[Visit]:
    """The visits a user may see: of their portals, all for administrators; none when hidden (F29, F30, T7)."""
    portal_ids = [seen for seen in visit_portals(user) if portal_id in {None, seen}]
    if not portal_ids:
        return Visit.objects.none()
    return Visit.objects.filter(portal_id__in=portal_ids).select_related("portal", "attended_by")


def visit_for(user: User, visit_id: int) -> Visit:
    """One visit; Visit.DoesNotExist when there is none or it may not be seen."""
    return visits_of(user).get(pk=visit_id)


def ref_of(visit: Visit) -> VisitRef:
    """The visit as notes and files know it (F32, F33)."""
    return VisitRef(visit.pk, visit.actor_id, visit.portal_id)


def may_add(user: User) -> bool:
    """Whether the user may write notes on visits and attach files: what "create" means here (F30, F32, F33)."""
    return rights_of(user).may("visit", "create")


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
    visits: QuerySet[Visit], before: Cursor | None = None, after: Cursor | None = None, limit: int = PAGE
) -> VisitsPage:
    """A page of visits, newest first, by keyset: `before` a cursor goes to older ones, `after` one to newer ones."""
    chosen = visits
    if before:
        chosen = chosen.filter(started__lte=before[0]).exclude(started=before[0], id__gte=before[1])
    if after:
        chosen = chosen.filter(started__gte=after[0]).exclude(started=after[0], id__lte=after[1])
    order = ("started", "id") if after else ("-started", "-id")
    rows = list(chosen.order_by(*order)[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    if after:
        rows.reverse()
    return VisitsPage(rows, newer=_newer(rows, before, after, more), older=_older(rows, after, more))


def capped_count(visits: QuerySet[Visit]) -> int:
    """How many, but not more than 1,001: shown as "1,000+" (design, lists)."""
    return visits.order_by()[: COUNT_CAP + 1].count()


def actions_of(visit_ids: Collection[int]) -> dict[int, list[Action]]:
    """What was done in each visit, in the order of time (F68)."""
    found: dict[int, list[Action]] = {visit_id: [] for visit_id in visit_ids}
    for action in Action.objects.filter(visit_id__in=visit_ids).order_by("at", "id"):
        found[action.visit_id].append(action)
    return found


def visits_summary(actor_ids: Collection[int], portals: Collection[int] | None = None) -> VisitsSummary:
    """The visit part of a record's summary, over all its actors (F74, F76-F80; D5). Two queries."""
    visits = Visit.objects.filter(actor_id__in=actor_ids)
    if portals is not None:
        visits = visits.filter(portal_id__in=portals)
    sums = visits.aggregate(
        count=Count("id"),
        days=Count("day", distinct=True),
        seconds=Sum("seconds"),
        last=Max("started"),
        first=Min("started"),
    )
    first = visits.order_by("started", "id").first()
    if first is None:
        return VisitsSummary()
    minutes = (sums["seconds"] or 0) / 60
    return VisitsSummary(
        visits=sums["count"],
        days=sums["days"],
        minutes=round(minutes, 1),
        average_minutes=round(minutes / sums["days"], 1),
        last=sums["last"],
        first=sums["first"],
        first_url=first.first_url,
        referrer=first.referrer,
        keyword=first.search_keyword,
        medium=first.medium,
        source_name=first.source_name,
    )


def campaign_touches(actor_ids: Collection[int], portals: Collection[int] | None = None) -> list[Visit]:
    """The first and the last visit that a campaign led to, one when it is the same; two queries (F122)."""
    led = Visit.objects.filter(actor_id__in=actor_ids, medium=Medium.CAMPAIGN).select_related("portal")
    if portals is not None:
        led = led.filter(portal_id__in=portals)
    found = [led.order_by("started", "pk").first(), led.order_by("-started", "-pk").first()]
    return list({visit.pk: visit for visit in found if visit}.values())


def pages_of(actor_ids: Collection[int]) -> int:
    """How many pages these actors opened, for the score."""
    return Visit.objects.filter(actor_id__in=actor_ids).aggregate(pages=Sum("pages"))["pages"] or 0


def visits_today(portal_ids: Collection[int], today: dt.date) -> int:
    """How many visits began today."""
    return Visit.objects.filter(portal_id__in=portal_ids, day=today).count()


def _cursor(visit: Visit) -> Cursor:
    return visit.started, visit.pk


def _newer(rows: list[Visit], before: Cursor | None, after: Cursor | None, more: bool) -> Cursor | None:
    there_are = bool(before) or (bool(after) and more)
    return _cursor(rows[0]) if rows and there_are else None


def _older(rows: list[Visit], after: Cursor | None, more: bool) -> Cursor | None:
    there_are = bool(after) or more
    return _cursor(rows[-1]) if rows and there_are else None
