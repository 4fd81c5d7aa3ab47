"""By what visits are told apart in a report, as a table: the value of a visit, and the visits of a value (B15)."""

import dataclasses
from collections.abc import Callable

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Lower, NullIf, Substr

from foyer.lib.text import id_from
from foyer.visits.models import Action, Visit

Narrow = Callable[[QuerySet[Visit], str], QuerySet[Visit]]
SOURCE = Lower(Coalesce(NullIf(KT("utm__source"), Value("")), F("source_name"), output_field=TextField()))
"""Where a visitor came from, in one word: the campaign's source, else the website; empty for who came directly.

In small letters, because campaigns write "google" and "Google"; `foyer.lib.referrers.proper_name` knows the name.
"""
ALL, PAGE, PORTAL = "", "page", "portal"


@dataclasses.dataclass(frozen=True, slots=True)
class Dimension:
    """A way to tell visits apart: the value of a visit, where its row says it, and the visits that a value counts."""

    name: str
    value: Combinable | None
    narrow: Narrow


def page_of(url: str) -> str:
    """The page of an address: without query and fragment."""
    return url.partition("#")[0].partition("?")[0]


def _by(name: str, value: Combinable) -> Dimension:
    return Dimension(name, value, lambda visits, wanted: visits.alias(told=value).filter(told=wanted))


def _of_page(visits: QuerySet[Visit], value: str) -> QuerySet[Visit]:
    """Visits in which the page was opened, whatever its query; letters large and small differ."""
    start = Substr("url", 1, len(value) + 1)
    pages = Action.objects.filter(visit=OuterRef("pk")).exclude(type=Action.Type.CHAT)
    opened = pages.annotate(start=start)
    return visits.filter(Exists(opened.filter(Q(url=value) | Q(start__in=[f"{value}?", f"{value}#"]))))


def _of_portal(visits: QuerySet[Visit], value: str) -> QuerySet[Visit]:
    portal_id = id_from(value)
    return visits.none() if portal_id is None else visits.filter(portal_id=portal_id)


def _of_source(visits: QuerySet[Visit], value: str) -> QuerySet[Visit]:
    return visits.alias(told=SOURCE).filter(told=Lower(Value(value)))


DIMENSIONS = (
    Dimension("source", SOURCE, _of_source),
    _by("medium", F("medium")),
    Dimension(PAGE, None, _of_page),
    _by("country", F("country")),
    _by("device", F("device")),
    Dimension(PORTAL, None, _of_portal),
)
BY_NAME = {dimension.name: dimension for dimension in DIMENSIONS}
TALLIED = (ALL, *(dimension.name for dimension in DIMENSIONS if dimension.name != PORTAL))
"""What tallies are kept of; those of portals are the ones of all visits."""
