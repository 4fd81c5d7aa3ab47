"""The list of visits: one view, one portal or all, one page, as frozen rows (F24-F26, F54-F59)."""

import dataclasses
import datetime as dt
import re

from django.db.models import QuerySet
from django.http import HttpRequest

from foyer.crm.cursor import Cursor, cursor_from
from foyer.crm.fields.types import Field
from foyer.crm.queries import people_of
from foyer.crm.types import PersonCard
from foyer.desk.access import signed_in
from foyer.desk.reports.words import figure_words
from foyer.desk.shell.context import chosen_portal, portals_seen
from foyer.desk.visits.own_fields import Told, cells_of, columns_of, told_from
from foyer.portals.models import Portal
from foyer.presence.board import board
from foyer.scoring.scores import Scored, scores_of
from foyer.team.queries import today
from foyer.team.rights import rights_of
from foyer.visits.custom import visit_fields
from foyer.visits.models import Visit
from foyer.visits.queries import Place, capped_count, page_by, visits_of
from foyer.visits.reports.figures import figure_of
from foyer.visits.selection import Wanted, narrowed
from foyer.visits.views_table import VIEWS, View


@dataclasses.dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit as the list shows it."""

    id: int
    name: str
    kind: str
    country: str
    online: bool
    started: dt.datetime
    page: str
    page_url: str
    pages: int
    minutes: int
    referrer: str
    keyword: str
    attended_by: str
    score: int
    own: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Tab:
    """A view in the row of tabs."""

    key: str
    text: str
    url: str
    on: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Listing:
    """What the page shows."""

    view: View
    portal: Portal | None
    tabs: list[Tab]
    rows: list[VisitRow]
    newer_url: str
    older_url: str
    file_query: str
    has_visits: bool
    may_delete: bool
    may_export: bool
    columns: list[Field]
    told: Told | None
    figure: str
    """The figure of a report that these visits make up, in words; empty in all views."""


@dataclasses.dataclass(frozen=True, slots=True)
class Chosen:
    """Which visits an address asks for, in which order; `query` says it again."""

    wanted: Wanted
    visits: QuerySet[Visit]
    field: str
    columns: list[Field]
    told: Told | None
    query: str


def chosen_by(request: HttpRequest, view: View) -> Chosen:
    """The visits of the view, or of a figure of a report, and of those the ones that told something."""
    user, fields = signed_in(request), visit_fields(signed_in(request))
    figure, told, portal = figure_of(request.GET), told_from(request.GET, fields), chosen_portal(request)
    said = (told.name, told.text) if told else None
    wanted = Wanted(view, today(), portal.pk if portal else None, figure, said)
    query = figure.query() if figure else f"view={view.name}"
    return Chosen(
        wanted=wanted,
        visits=wanted.visits(user).prefetch_related("attended_by"),
        field="rank" if view.is_top and not figure else "started",
        columns=columns_of(fields),
        told=told,
        query=f"{query}&{told.query}" if told else query,
    )


def listing(request: HttpRequest, view: View) -> Listing:
    """The page of a view that the address asks for."""
    chosen = chosen_by(request, view)
    user, figure = signed_in(request), chosen.wanted.figure
    read = place_from if chosen.field == "rank" else cursor_from
    before, after = read(request.GET.get("before")), read(request.GET.get("after"))
    page = page_by(chosen.field, chosen.visits, before, after)
    return Listing(
        view=view,
        portal=chosen_portal(request),
        tabs=[Tab(each.name, each.label(), f"?view={each.name}", each is view and not figure) for each in VIEWS],
        rows=rows_of(page.visits, chosen.columns),
        newer_url=_page_url(chosen.query, "after", page.newer),
        older_url=_page_url(chosen.query, "before", page.older),
        file_query=chosen.query,
        has_visits=bool(page.visits) or chosen.wanted.seen(user).exists(),
        may_delete=rights_of(user).may("visit", "delete"),
        may_export=rights_of(user).may("visit", "export"),
        columns=chosen.columns,
        told=chosen.told,
        figure=figure_words(figure, portals_seen(request)) if figure else "",
    )


def rows_of(visits: list[Visit], columns: list[Field]) -> list[VisitRow]:
    """Visits as rows; a fixed number of queries."""
    people = people_of({visit.actor_id for visit in visits})
    unknown = scores_of({visit.actor_id for visit in visits if visit.kind is None})
    return [_row(visit, people.get(visit.actor_id), unknown.get(visit.actor_id), columns) for visit in visits]


def counts_of(request: HttpRequest) -> list[tuple[str, int]]:
    """How many visits some views have, capped: fetched after the page, so that nobody waits for it (P5)."""
    portal = chosen_portal(request)
    visits = visits_of(signed_in(request), portal.pk if portal else None).select_related(None)
    return [(view.name, capped_count(narrowed(view, visits, today()))) for view in VIEWS if view.is_counted]


def short_host(url: str) -> str:
    """The website of an address, without `www.`, for narrow columns."""
    host = url.partition("://")[2].partition("/")[0]
    return host.removeprefix("www.")


def _row(visit: Visit, person: PersonCard | None, unknown: Scored | None, columns: list[Field]) -> VisitRow:
    return VisitRow(
        id=visit.pk,
        name=person.name if person else "",
        kind=person.kind if person else "unknown",
        country=visit.country,
        online=board.visitor(visit.pk) is not None,
        started=visit.started,
        page=visit.first_title or visit.first_url,
        page_url=visit.first_url,
        pages=visit.pages,
        minutes=round(visit.seconds / 60),
        referrer=short_host(visit.referrer) or visit.source_name,
        keyword=visit.search_keyword,
        attended_by=visit.attended_by.name if visit.attended_by else "",
        score=unknown.score if unknown else visit.score,
        own=cells_of(visit, columns),
    )


def place_from(text: str | None) -> Place | None:
    """Where a page of the top visits ended, by rank; what is none begins at the top."""
    found = re.fullmatch(r"(\d{1,9})-(\d{1,18})", text or "", re.ASCII)
    return (int(found[1]), int(found[2])) if found else None


def _page_url(again: str, direction: str, place: Place | None) -> str:
    if place is None:
        return ""
    value, pk = place
    text = f"{value}-{pk}" if isinstance(value, int) else Cursor(value, pk).text()
    return f"?{again}&{direction}={text}"
