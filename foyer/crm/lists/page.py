"""A page of a list: which rows, in which order, and what belongs to them; a fixed number of queries (E16, P5)."""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from foyer.crm.access import visible
from foyer.crm.conditions import where
from foyer.crm.fields.rights import shown_fields
from foyer.crm.fields.types import BadValue, Field
from foyer.crm.lists.order import Order, order_by, place_from
from foyer.crm.models import Tagging
from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName
from foyer.identity.queries import identifiers_of_many
from foyer.identity.types import KnownIdentifier
from foyer.team.models import User

PAGE = 50
MAX_SEARCH = 100
CAP = 1_000
"""Counts stop here: "1,000+" tells enough, and counting on costs (P5)."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list shows: the filters of its view, those that were added, words, the order, and where it begins."""

    filters: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    added: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    search: str = ""
    sort: str = ""
    cursor: str = ""
    limit: int = PAGE


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """The rows, and what a list shows of them beside their own columns."""

    rows: list[Any]
    next_cursor: str
    identifiers: dict[int, list[KnownIdentifier]]
    tags: dict[int, list[str]]


def chosen(user: User, module: ModuleName, wanted: Wanted) -> "QuerySet[Any]":
    """All rows that fit, in no order. BadValue when a filter cannot be read."""
    kept: dict[ModuleName, dict[str, Field]] = {}

    def fields(name: ModuleName) -> dict[str, Field]:
        return kept.setdefault(name, shown_fields(user, name))

    rows = visible(module, user).filter(_matches(module, wanted.search))
    for tree in (wanted.filters, wanted.added):
        if tree:
            rows = rows.filter(where(tree, module, user, fields))
    return rows


def page(user: User, module: ModuleName, wanted: Wanted) -> Page:
    """One page. BadValue when a filter or the order cannot be read."""
    order = _order(user, module, wanted.sort)
    rows = order.sorted(chosen(user, module, wanted).select_related(*MODULES[module].related))
    place = place_from(wanted.cursor, order) if wanted.cursor else None
    if place is not None:
        rows = order.after(rows, place)
    found = list(rows[: wanted.limit + 1])
    shown = found[: wanted.limit]
    more = order.place_of(shown[-1]).text() if len(found) > wanted.limit else ""
    return Page(shown, more, *_beside(module, shown))


def capped_count(user: User, module: ModuleName, wanted: Wanted) -> int:
    """How many rows there are, at most CAP."""
    return chosen(user, module, wanted).order_by()[:CAP].count()


def _order(user: User, module: ModuleName, sort: str) -> Order:
    order = order_by(sort or "-created_at", shown_fields(user, module))
    if order is None or (module == "activity" and order.path == "sort_name"):
        return Order("created_at", descending=True)
    return order


def _matches(module: ModuleName, search: str) -> Q:
    """Each word must stand in one of the columns that people look for."""
    found = Q()
    for word in search[:MAX_SEARCH].replace("\x00", "").split():
        anywhere = Q()
        for path in MODULES[module].searched:
            anywhere |= Q(**{f"{path}__icontains": word})
        found &= anywhere
    return found


def _beside(module: ModuleName, rows: Sequence[Any]) -> tuple[dict[int, list[KnownIdentifier]], dict[int, list[str]]]:
    """Addresses and numbers by profile, tags by actor: two queries."""
    if module == "activity" or not rows:
        return {}, {}
    identifiers = identifiers_of_many({row.actor.profile_id or row.actor_id for row in rows})
    tags: defaultdict[int, list[str]] = defaultdict(list)
    taggings = Tagging.objects.filter(actor__in=[row.actor_id for row in rows]).order_by("tag__folded")
    for actor, name in taggings.values_list("actor", "tag__name"):
        tags[actor].append(name)
    return identifiers, dict(tags)


__all__ = ["BadValue", "Page", "Wanted", "capped_count", "chosen", "page"]
