"""The CRM view: visits in streams that never overlap, each person once, by their newest visit (F60-F64, D3, B5)."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext as _

from foyer.crm.access import visit_portals
from foyer.crm.cursor import NEWEST, Cursor, cursor_from
from foyer.crm.kinds import ON_ACTORS
from foyer.crm.models import Deal, Stage
from foyer.crm.queries import cards_for
from foyer.crm.types import PersonCard, PersonKind
from foyer.desk.access import signed_in
from foyer.desk.live.cards import country_name
from foyer.desk.shell import formats
from foyer.desk.shell.context import chosen_portal
from foyer.identity.models import Actor
from foyer.lib import clock
from foyer.lib.each import has_any
from foyer.lib.keyset import beyond
from foyer.lib.prepared import prepared
from foyer.lib.text import id_from
from foyer.portals.models import Portal
from foyer.presence.board import board
from foyer.team.queries import organisation
from foyer.visits.models import Visit
from foyer.visits.views_table import Narrow, of_known, of_unknown

SHOWN = 8
FEW = 1_000
PERIODS = {1: lambda: _("Last 24 hours"), 7: lambda: _("Last 7 days"), 30: lambda: _("Last 30 days")}
USUAL_DAYS = 7


@dataclasses.dataclass(frozen=True, slots=True)
class Stream:
    """One stream: of the visits of known or unknown people those of its kind, and of none of the kinds above it."""

    name: str
    label: Callable[[], str]
    why: Callable[[], str]
    narrow: Narrow = of_known
    kind: PersonKind | None = None
    above: tuple[PersonKind, ...] = ()


STREAMS = (
    Stream("customers", lambda: _("Customers"), lambda: _("Because a deal was won"), kind="customer"),
    Stream(
        "potential",
        lambda: _("Potential customers"),
        lambda: _("Because a deal is open"),
        kind="potential",
        above=("customer",),
    ),
    Stream(
        "people",
        lambda: _("Leads and contacts"),
        lambda: _("Because no deal was won and none is open"),
        above=("customer", "potential"),
    ),
    Stream("unknown", lambda: _("Unknown visitors"), lambda: _("Because nobody told who they are"), of_unknown),
)
BY_NAME = {stream.name: stream for stream in STREAMS}


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A person by their newest visit."""

    visit: Visit
    person: PersonCard | None
    online: bool

    @property
    def name(self) -> str:
        """The record's name, else where the visitor is."""
        known = (self.person.name or self.person.company) if self.person else ""
        country = country_name(self.visit.country)
        return known or (_("Visitor from %(country)s") % {"country": country} if country else _("Visitor"))

    @property
    def revenue(self) -> str:
        """What the person has bought, as text; empty when nothing (D6)."""
        house = organisation()
        return (
            formats.money(self.person.revenue, house.currency) if house and self.person and self.person.revenue else ""
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A stream as far as it is shown; `older` is the cursor of what comes next."""

    stream: Stream
    rows: list[Row]
    older: str


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    portal: Portal | None
    days: int

    @property
    def query(self) -> str:
        """For addresses of this view."""
        return f"?days={self.days}"


def asked_of(request: HttpRequest) -> Asked:
    """The portal that was chosen for everything, and the period."""
    days = id_from(request.GET.get("days", ""))
    return Asked(chosen_portal(request), days if days in PERIODS else USUAL_DAYS)


def columns_of(request: HttpRequest, asked: Asked) -> list[Column]:
    """All streams. A fixed number of queries, whoever came."""
    pages = {stream.name: _page(request, asked, stream, None) for stream in STREAMS}
    people = _people(request, [visit for visits, _older in pages.values() for visit in visits])
    return [_column(stream, *pages[stream.name], people) for stream in STREAMS]


def column_of(request: HttpRequest, asked: Asked, stream: Stream) -> Column:
    """More of one stream."""
    visits, older = _page(request, asked, stream, cursor_from(request.GET.get("before")))
    return _column(stream, visits, older, _people(request, visits))


def in_stream(stream: Stream, visits: QuerySet[Visit], *, few: bool) -> QuerySet[Visit]:
    """Its visits; every visit is in exactly one stream (D3). Where `few` are of its kind, they are looked for first."""
    found = stream.narrow(visits)
    for kind in stream.above:
        found = found.exclude(_is(kind))
    if stream.kind:
        profiles = Actor.objects.filter(ON_ACTORS[stream.kind]).values("profile")
        among = Q(actor__in=Actor.objects.filter(profile__in=profiles))
        found = found.filter(among if few else _is(stream.kind))
    return found


def are_few(stream: Stream) -> bool:
    """Whether few are of the kind, by their deals: to go through all visits until some come would take long."""
    return stream.kind is not None and not _many(kind=stream.kind)


@prepared
def _many(*, kind: PersonKind) -> QuerySet[Deal, int]:
    """One of that kind's deals when there are many: each is of one person at most, and has its place in an index."""
    won = kind == "customer"
    deals = Deal.objects.filter(gone_at=None, closed_at__isnull=not won)
    deals = deals.filter(stage__meaning=Stage.Meaning.WON) if won else deals
    return deals.order_by().values_list("pk", flat=True)[FEW : FEW + 1]


def _page(request: HttpRequest, asked: Asked, stream: Stream, before: Cursor | None) -> tuple[list[Visit], str]:
    portals = visit_portals(signed_in(request), asked.portal.pk if asked.portal else None)
    since = clock.now() - dt.timedelta(days=asked.days)
    found = _newest(tuple(portals), since, *(before or NEWEST), stream=stream, few=are_few(stream))
    rows = found[:SHOWN]
    return rows, Cursor(rows[-1].started, rows[-1].pk).text() if len(found) > SHOWN else ""


@prepared
def _newest(portals: Any, since: Any, at: Any, pk: Any, *, stream: Stream, few: bool) -> QuerySet[Visit]:
    seen = Visit.objects.filter(portal_id__in=portals)
    chosen = in_stream(stream, seen.filter(beyond("started", at, pk), started__gte=since), few=few)
    rows = chosen.exclude(_has_newer(seen))
    return rows.order_by("-started", "-pk")[: SHOWN + 1]


def _people(request: HttpRequest, visits: list[Visit]) -> dict[int, PersonCard]:
    return cards_for(signed_in(request), {visit.actor_id for visit in visits})


def _column(stream: Stream, visits: list[Visit], older: str, people: dict[int, PersonCard]) -> Column:
    rows = [Row(visit, people.get(visit.actor_id), board.visitor(visit.pk) is not None) for visit in visits]
    return Column(stream, rows, older)


def _is(kind: PersonKind) -> Coalesce:
    return has_any(Actor.objects.filter(ON_ACTORS[kind], profile=_profile_of(OuterRef(OuterRef("actor_id")))))


def _has_newer(visits: QuerySet[Visit]) -> Coalesce:
    """Whether the same person came again later: then that visit stands for them."""
    later = Q(started__gt=OuterRef("started")) | Q(started=OuterRef("started"), pk__gt=OuterRef("pk"))
    return has_any(visits.filter(later, actor__profile=_profile_of(OuterRef(OuterRef("actor_id")))))


def _profile_of(actor_id: OuterRef) -> Subquery:
    return Subquery(Actor.objects.filter(pk=actor_id).values("profile"))
