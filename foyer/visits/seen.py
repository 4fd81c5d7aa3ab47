"""Which fields websites tell of visits: one row a name and portal, however often it is told (F53).

Written by the fold once a batch, and only for batches that hold events; a hostile page fills at most MAX_SEEN rows.
"""

import datetime as dt
from collections.abc import Collection, Mapping

from django.db.models import Count, Q

from foyer.lib.clock import from_ms
from foyer.portals.queries import portals_of
from foyer.team.models import User
from foyer.visits.models import SeenField
from foyer.visits.told import Told, kind_of

MAX_SEEN = 300
"""Names of one portal."""
FRESH = dt.timedelta(minutes=1)
"""So old may the date of a row be before it is written again."""

Key = tuple[int, str]
News = dict[Key, tuple[int, int, str, str]]
"""By portal and folded name: when, in which visit, as which label, of which kind."""


def news_of(portal_id: int, visit_id: int, told: Told, names: Collection[str]) -> News:
    """What a visit tells of these names."""
    found: News = {}
    for name in names:
        if name in told:
            label, value, at_ms = told[name]
            found[portal_id, name] = (int(str(at_ms)), visit_id, str(label), kind_of(value))
    return found


def see(news: News) -> None:
    """Notes the names; two queries for what is known, and one a table for what is new. Inside a transaction."""
    if not news:
        return
    portals, names = {key[0] for key in news}, {key[1] for key in news}
    rows = {(row.portal_id, row.name): row for row in SeenField.objects.filter(portal__in=portals, name__in=names)}
    stale = [rows[key] for key, told in news.items() if key in rows and _is_stale(rows[key], told)]
    for row in stale:
        _fill(row, news[row.portal_id, row.name])
    SeenField.objects.bulk_update(stale, ["label", "kind", "visit_id", "seen_at"])
    _insert({key: told for key, told in news.items() if key not in rows})


def fields_seen(user: User) -> list[SeenField]:
    """All names that were told on the portals of the user, each with the visit that told it last; by name."""
    rows = SeenField.objects.filter(portal__in=portals_of(user)).select_related("portal", "visit")
    return list(rows.order_by("name", "portal__name", "pk"))


def forget_names(names: Collection[str]) -> None:
    """A page may tell under the name of a person: then the name goes with the person (B20)."""
    named = Q(pk__in=[])
    for name in names:
        named |= Q(label__icontains=name)
    SeenField.objects.filter(named).delete()


def _is_stale(row: SeenField, told: tuple[int, int, str, str]) -> bool:
    return from_ms(told[0]) - row.seen_at >= FRESH or row.visit_id is None


def _insert(news: Mapping[Key, tuple[int, int, str, str]]) -> None:
    if not news:
        return
    known = SeenField.objects.filter(portal__in={key[0] for key in news}).values_list("portal")
    counts = dict(known.annotate(number=Count("pk")).order_by())
    made: list[SeenField] = []
    for (portal_id, name), told in sorted(news.items()):
        counts[portal_id] = counts.get(portal_id, 0) + 1
        if counts[portal_id] <= MAX_SEEN:
            made.append(_fill(SeenField(portal_id=portal_id, name=name), told))
    SeenField.objects.bulk_create(made, ignore_conflicts=True)


def _fill(row: SeenField, told: tuple[int, int, str, str]) -> SeenField:
    at_ms, row.visit_id, row.label, row.kind = told
    row.seen_at = from_ms(at_ms)
    return row
