"""By what visits are told apart in a report, as a table: the value of a visit, and the visits of a value (B15)."""

import dataclasses
from collections.abc import Callable

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, NullIf, Substr

from foyer.visits.models import Action, Visit

Narrow = Callable[[QuerySet[Visit], str], QuerySet[Visit]]
SOURCE = Coalesce(NullIf(KT("utm__source"), Value("")), F("source_name"), output_field=TextField())
"""Where a visitor came from, in one word: the campaign's source, else the website; empty for who came directly."""


@dataclasses.dataclass(frozen=True, slots=True)
class Dimension:
    """A way to tell visits apart. `narrow` finds exactly those visits that were counted for a value."""

    name: str
    column: str
    narrow: Narrow


def page_of(url: str) -> str:
    """The page of an address: without query and fragment."""
    return url.partition("#")[0].partition("?")[0]


def _equal(column: str) -> Narrow:
    return lambda visits, value: visits.filter(**{column: value})


def _of_source(visits: QuerySet[Visit], value: str) -> QuerySet[Visit]:
    return visits.annotate(told_source=SOURCE).filter(told_source=value)


def _of_page(visits: QuerySet[Visit], value: str) -> QuerySet[Visit]:
    """Visits in which the page was opened, whatever its query; letters large and small differ."""
    start = Substr("url", 1, len(value) + 1)
    opened = Action.objects.filter(visit=OuterRef("pk"), page_key__isnull=False).annotate(start=start)
    return visits.filter(Exists(opened.filter(Q(url=value) | Q(start__in=[f"{value}?", f"{value}#"]))))


def _of_portal(visits: QuerySet[Visit], value: str) -> QuerySet[Visit]:
    return visits.filter(portal_id=int(value)) if value.isdecimal() else visits.none()


DIMENSIONS = (
    Dimension("source", "told_source", _of_source),
    Dimension("medium", "medium", _equal("medium")),
    Dimension("page", "", _of_page),
    Dimension("country", "country", _equal("country")),
    Dimension("device", "device", _equal("device")),
    Dimension("portal", "portal_id", _of_portal),
)
BY_NAME = {dimension.name: dimension for dimension in DIMENSIONS}
COUNTED = tuple(dimension for dimension in DIMENSIONS if dimension.column)
