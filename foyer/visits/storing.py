"""Open visits from and to the database, a batch at a time with a fixed number of queries."""

import datetime as dt
import zoneinfo
from collections.abc import Collection, Mapping

from django.db.models import F, OuterRef, Subquery

from foyer.events.actions import record, record_many
from foyer.identity.models import Actor
from foyer.lib.clock import from_ms, now_ms
from foyer.lib.inserting import insert_many, insert_rows
from foyer.lib.text import clean_line
from foyer.lib.updating import update_many
from foyer.visits.event_data import object_of
from foyer.visits.models import Action, BotCount, CustomEvent, Visit
from foyer.visits.open_visits import GAP_MS, OpenVisit, Page, Signal
from foyer.visits.page_calls import IDENTIFY
from foyer.visits.reports.periods import Period
from foyer.visits.reports.rollup import mark_stale
from foyer.visits.seen import News, news_of, see
from foyer.visits.told import Told, add, sayings
from foyer.visits.types import VisitorNamed, VisitStarted

MAX_AGENT = 500
MAX_SUM = 2**31 - 1
CHANGING = ("ended", "pages", "seconds", "last_url", "last_title", "is_open")
MOVING = ("started", "day", "first_url", "first_title")  # seldom, and in the indexes


def latest_visits(actor_ids: Collection[int]) -> dict[int, OpenVisit]:
    """The last visit of each actor that has one, by its time: one that came late has a higher id. Three queries."""
    newest = Visit.objects.filter(actor_id=OuterRef("pk")).order_by("-started", "-pk").values("pk")[:1]
    latest = Actor.objects.filter(pk__in=actor_ids).annotate(last=Subquery(newest)).values_list("last", flat=True)
    rows = Visit.objects.filter(pk__in=[pk for pk in latest if pk])
    return _with_pages(list(rows))


def visit_at(actor_id: int, at_ms: int) -> OpenVisit | None:
    """The visit of an actor that something of long ago belongs to."""
    gap = dt.timedelta(milliseconds=GAP_MS)
    at = from_ms(at_ms)
    row = (
        Visit.objects.filter(actor_id=actor_id, started__lte=at + gap, ended__gte=at - gap).order_by("-started").first()
    )
    return _with_pages([row])[actor_id] if row else None


def save(visits: Collection[OpenVisit], zone: zoneinfo.ZoneInfo) -> None:
    """Writes what changed, with the events of new visits; call it inside a transaction."""
    _insert([visit for visit in visits if visit.id is None], zone)
    update_many(Visit, CHANGING, [(visit.id, *_changing(visit)) for visit in visits if visit.changed])
    update_many(Visit, MOVING, [(visit.id, *_moving(visit, zone)) for visit in visits if visit.has_moved])
    _save_pages(visits)
    _mark_days_over(visits, zone)
    _save_signals([visit for visit in visits if visit.signals])
    for visit in visits:
        visit.changed = visit.has_moved = False
        visit.signals.clear()


def count_bots(hits: Mapping[tuple[int, dt.date], int]) -> None:
    """Adds hits of bots, by portal and day (D2, B11)."""
    for (portal_id, day), number in hits.items():
        BotCount.objects.get_or_create(portal_id=portal_id, day=day)
        BotCount.objects.filter(portal_id=portal_id, day=day).update(hits=F("hits") + number)


def _mark_days_over(visits: Collection[OpenVisit], zone: zoneinfo.ZoneInfo) -> None:
    """A hit that came late changes days that reports have counted already; mostly there is none.

    It may have moved the start of its visit: the day of before lies between the start of now and the end.
    """
    midnight = dt.datetime.combine(from_ms(now_ms()).astimezone(zone).date(), dt.time(), zone)
    midnight_ms = round(midnight.timestamp() * 1000)
    over = [visit for visit in visits if visit.started_ms < midnight_ms]
    if over:
        mark_stale((visit.portal_id, day) for visit in over for day in _days(visit, zone).each())


def _days(visit: OpenVisit, zone: zoneinfo.ZoneInfo) -> Period:
    return Period(*(from_ms(at).astimezone(zone).date() for at in (visit.started_ms, visit.ended_ms)))


def _with_pages(rows: list[Visit]) -> dict[int, OpenVisit]:
    visits = {row.pk: _loaded(row) for row in rows}
    found = Action.objects.filter(visit_id__in=visits).exclude(type=Action.Type.CHAT)
    pages = [(action.visit_id, _page(action)) for action in found]
    for visit_id, page in sorted(pages, key=lambda pair: pair[1].order):
        visits[visit_id].add(page)
    return {visit.actor_id: visit for visit in visits.values()}


def _page(row: Action) -> Page:
    return Page(row.page_key, row.url, row.title, _ms(row.at), row.seconds, is_stored=True, changed=False)


def _loaded(row: Visit) -> OpenVisit:
    visit = OpenVisit(row.portal_id, row.actor_id, row.number, _ms(row.started), _ms(row.ended), id=row.pk)
    visit.country, visit.browser, visit.device = row.country, row.browser, row.device
    visit.told = row.page_data or {}
    visit.source = row.utm.get("source") or row.source_name
    return visit


def _insert(visits: list[OpenVisit], zone: zoneinfo.ZoneInfo) -> None:
    rows = insert_many([_row(visit, zone) for visit in visits])
    for visit, row in zip(visits, rows, strict=True):
        visit.id = row.pk
        visit.changed = visit.has_moved = False
    record_many([_started(visit) for visit in visits], settled=False)


def _started(visit: OpenVisit) -> VisitStarted:
    return VisitStarted(
        subject_id=visit.id or 0, actor_id=visit.actor_id, portal_id=visit.portal_id, number=visit.number
    )


def _row(visit: OpenVisit, zone: zoneinfo.ZoneInfo) -> Visit:
    row = Visit(portal_id=visit.portal_id, actor_id=visit.actor_id, number=visit.number)
    for name, value in zip(CHANGING + MOVING, _changing(visit) + _moving(visit, zone), strict=True):
        setattr(row, name, value)
    _describe(row, visit)
    return row


def _changing(visit: OpenVisit) -> tuple[object, ...]:
    """The values of CHANGING, in its order."""
    last = visit.last
    is_open = visit.ended_ms >= now_ms() - GAP_MS
    seconds = min(visit.seconds, MAX_SUM)
    return from_ms(visit.ended_ms), len(visit.pages), seconds, last.url, last.title, is_open


def _moving(visit: OpenVisit, zone: zoneinfo.ZoneInfo) -> tuple[object, ...]:
    """The values of MOVING, in its order."""
    started, first = from_ms(visit.started_ms), visit.first
    return started, started.astimezone(zone).date(), first.url, first.title


def _describe(row: Visit, visit: OpenVisit) -> None:
    """What is told once, by the page view that opened the visit (F34, F38, F39, F46-F48)."""
    touch = visit.landing
    if touch is None:
        return
    row.referrer, row.language, row.screen = touch.hit.referrer, touch.hit.language, touch.hit.screen
    row.medium = "campaign" if touch.campaign.utm or touch.campaign.click_id else touch.origin.medium
    row.source_name = touch.origin.name
    row.search_engine, row.search_keyword = touch.origin.engine, touch.origin.keyword
    row.utm, row.click_id_kind, row.click_id = touch.campaign.utm, touch.campaign.click_id_kind, touch.campaign.click_id
    row.browser, row.os, row.device = touch.agent.browser, touch.agent.os, touch.agent.device
    row.user_agent, row.ip, row.country = clean_line(touch.entry.agent, MAX_AGENT), touch.ip, touch.country


def _type(visit: OpenVisit, page: Page) -> str:
    return Action.Type.ACCESSED if page is visit.first else Action.Type.NAVIGATION


def _save_pages(visits: Collection[OpenVisit]) -> None:
    """New pages become actions; those that were there get their seconds."""
    changed = [(visit, page) for visit in visits for page in visit.pages.values() if page.changed]
    old = [((visit.id, page.key), page.seconds, _type(visit, page)) for visit, page in changed if page.is_stored]
    update_many(Action, ("seconds", "type"), old)
    _insert_pages([(visit, page) for visit, page in changed if not page.is_stored])
    for _, page in changed:
        page.changed, page.is_stored = False, True


def _insert_pages(new: list[tuple[OpenVisit, Page]]) -> None:
    insert_rows(
        Action,
        visit_id=[visit.id for visit, _ in new],
        page_key=[page.key for _, page in new],
        type=[_type(*pair) for pair in new],
        title=[page.title for _, page in new],
        url=[page.url for _, page in new],
        seconds=[page.seconds for _, page in new],
        at=[from_ms(page.at_ms) for _, page in new],
    )


def _save_signals(visits: Collection[OpenVisit]) -> None:
    """What pages told: each event as it was, the newest value by name, and which names there are (E38, F50, F53)."""
    events: list[CustomEvent] = []
    changed: list[tuple[int | None, Told]] = []
    news: News = {}
    for visit in visits:
        rows = [_custom_event(visit, signal) for signal in visit.signals]
        names = _listen(visit, rows)
        news |= news_of(visit.portal_id, visit.id or 0, visit.told, names)
        changed += [(visit.id, visit.told)] if names else []
        events += rows
    CustomEvent.objects.bulk_create(events, ignore_conflicts=True)
    if named := [one for visit in visits for one in _named(visit)]:
        record(*named)
    update_many(Visit, ("page_data",), changed)
    see(news)


def _named(visit: OpenVisit) -> list[VisitorNamed]:
    """Of what a page said of the visitor only the last word counts."""
    keys = [signal.key for signal in visit.signals if signal.name == IDENTIFY][-1:]
    about = {"subject_id": visit.id or 0, "actor_id": visit.actor_id, "portal_id": visit.portal_id}
    return [VisitorNamed(**about, key=key) for key in keys]


def _listen(visit: OpenVisit, events: Collection[CustomEvent]) -> set[str]:
    """Under which names the visit has news from these events."""
    names: set[str] = set()
    for event in events:
        for saying in sayings(event.name, event.data):
            if add(visit.told, saying, _ms(event.at)):
                names.add(saying.name)
    return names


def _custom_event(visit: OpenVisit, signal: Signal) -> CustomEvent:
    return CustomEvent(
        visit_id=visit.id or 0, key=signal.key, name=signal.name, data=object_of(signal.data), at=from_ms(signal.at_ms)
    )


def _ms(time: dt.datetime) -> int:
    return round(time.timestamp() * 1000)
