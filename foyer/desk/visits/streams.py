"""The CRM view: visits in streams that never overlap, each person once, by their newest visit (F60-F64, D3, B5)."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _

from foyer.crm.access import card_for
from foyer.crm.cursor import Cursor, cursor_from
from foyer.crm.kinds import KINDS, ON_ACTORS
from foyer.crm.queries import people_of
from foyer.crm.types import PersonCard, PersonKind
from foyer.desk.access import signed_in
from foyer.desk.live.cards import country_name
from foyer.desk.shell import formats
from foyer.desk.shell.context import chosen_portal
from foyer.identity.models import Actor
from foyer.lib import clock
from foyer.lib.text import id_from
from foyer.portals.models import Portal
from foyer.presence.board import board
from foyer.team.queries import organisation
from foyer.visits.models import Visit
from foyer.visits.queries import newest, visits_of

SHOWN = 8
FEW = 1_000
PERIODS = {1: lambda: _("Last 24 hours"), 7: lambda: _("Last 7 days"), 30: lambda: _("Last 30 days")}
USUAL_DAYS = 7


@dataclasses.dataclass(frozen=True, slots=True)
class Stream:
    """One stream: people of these kinds who are of none that comes before; none at all for who is unknown."""

    name: str
    label: Callable[[], str]
    why: Callable[[], str]
    kinds: tuple[PersonKind, ...]


STREAMS = (
    Stream("customers", lambda: _("Customers"), lambda: _("Because a deal was won"), ("customer",)),
    Stream("potential", lambda: _("Potential customers"), lambda: _("Because a deal is open"), ("potential",)),
    Stream(
        "people",
        lambda: _("Leads and contacts"),
        lambda: _("Because no deal was won and none is open"),
        ("contact", "lead"),
    ),
    Stream("unknown", lambda: _("Unknown visitors"), lambda: _("Because nobody told who they are"), ()),
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


def in_stream(stream: Stream, visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Its visits; every visit is in exactly one stream (D3)."""
    above = KINDS[: KINDS.index(stream.kinds[0])] if stream.kinds else KINDS
    for kind in above:
        visits = visits.exclude(_is(ON_ACTORS[kind]))
    return visits.filter(_are(stream.kinds)) if stream.kinds else visits


def _page(request: HttpRequest, asked: Asked, stream: Stream, before: Cursor | None) -> tuple[list[Visit], str]:
    user = signed_in(request)
    all_of_portal = visits_of(user, asked.portal.pk if asked.portal else None).select_related(None)
    since = clock.now() - dt.timedelta(days=asked.days)
    chosen = in_stream(stream, all_of_portal.filter(started__gte=since))
    page = newest(chosen.filter(~_has_newer(all_of_portal)), before, limit=SHOWN)
    return page.visits, Cursor(*page.older).text() if page.older else ""


def _people(request: HttpRequest, visits: list[Visit]) -> dict[int, PersonCard]:
    found = people_of({visit.actor_id for visit in visits})
    return {actor: card_for(signed_in(request), card) for actor, card in found.items()}


def _column(stream: Stream, visits: list[Visit], older: str, people: dict[int, PersonCard]) -> Column:
    rows = [Row(visit, people.get(visit.actor_id), board.visitor(visit.pk) is not None) for visit in visits]
    return Column(stream, rows, older)


def _are(kinds: tuple[PersonKind, ...]) -> Q:
    """Of one of these kinds. Through their actors while these are few; else the newest visits are walked."""
    either = Q()
    for kind in kinds:
        either |= ON_ACTORS[kind]
    profiles = Actor.objects.filter(either).values("profile")[: FEW + 1]
    few = list(Actor.objects.filter(profile__in=profiles).values_list("pk", flat=True)[: FEW + 1])
    return Q(actor__in=few) if len(few) <= FEW else Q(_is(either))


def _is(record: Q) -> Exists:
    return Exists(Actor.objects.filter(record, profile=Subquery(_profile_of(OuterRef(OuterRef("actor_id"))))))


def _has_newer(visits: QuerySet[Visit]) -> Exists:
    """Whether the same person came again later: then that visit stands for them."""
    profile = _profile_of(OuterRef(OuterRef(OuterRef("actor_id"))))
    same_person = Actor.objects.filter(profile=Subquery(profile)).values("pk")
    later = Q(started__gt=OuterRef("started")) | Q(started=OuterRef("started"), pk__gt=OuterRef("pk"))
    return Exists(visits.filter(later, actor__in=same_person))


def _profile_of(actor_id: OuterRef) -> "QuerySet[Actor, Any]":
    return Actor.objects.filter(pk=actor_id).values("profile")
