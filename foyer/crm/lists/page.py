"""A page of a list: which rows, in which order, and what belongs to them; a fixed number of queries (E16, P5)."""

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence, Set
from typing import Any

from django.db.models import BigIntegerField, Case, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from foyer.crm.access import visible
from foyer.crm.conditions import where
from foyer.crm.fields.rights import shown_fields
from foyer.crm.fields.types import BadValue, Field, Kind
from foyer.crm.lists.order import Order, order_by, place_from
from foyer.crm.models import Tagging
from foyer.crm.naming import NAMELESS, hides_company
from foyer.crm.typed_words import with_words
from foyer.crm.types import ModuleName
from foyer.identity.models import Actor
from foyer.identity.queries import identifiers_of_many
from foyer.identity.types import KnownIdentifier
from foyer.team.models import User

Fields = Mapping[str, Field]
PAGE = 50
REACHED = frozenset({"lead", "contact", "account"})
"""Modules whose records have addresses and numbers."""
CAP = 1_000
"""Counts stop here: "1,000+" tells enough, and counting on costs (P5)."""


_PROFILE = Actor.objects.filter(pk=OuterRef("actor_id")).values("profile_id")
_PERSON = Coalesce(Subquery(_PROFILE), "actor_id", output_field=BigIntegerField())
"""Asked for each row that is shown: joined, it would have the planners leave the index of the order (P5)."""
_CALLED = Case(When(NAMELESS, then=Value("")), default="sort_name")


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
    identifiers: Mapping[int, list[KnownIdentifier]] = dataclasses.field(default_factory=dict)
    tags: Mapping[int, list[str]] = dataclasses.field(default_factory=dict)


def chosen(user: User, module: ModuleName, wanted: Wanted, own: Fields | None = None) -> "QuerySet[Any]":
    """All rows that fit, in no order. BadValue when a filter cannot be read. `own`: fields of the module, if known."""
    kept: dict[ModuleName, Fields] = {} if own is None else {module: own}

    def fields(name: ModuleName) -> Fields:
        return kept.setdefault(name, shown_fields(user, name))

    rows = visible(module, user)
    if wanted.search:
        rows = rows.filter(with_words(module, wanted.search, fields(module), user))
    for tree in (wanted.filters, wanted.added):
        if tree:
            rows = rows.filter(where(tree, module, user, fields))
    return rows


def page(
    user: User,
    module: ModuleName,
    wanted: Wanted,
    own: Fields | None = None,
    columns: Collection[str] | None = None,
) -> Page:
    """One page; of what stands beside the rows only what `columns` show. BadValue as in `chosen`, or for the order.

    Nothing is joined: people and other records are few and looked up by their id, once for the whole page (P5).
    """
    fields = shown_fields(user, module) if own is None else own
    rows, order = _ordered(user, chosen(user, module, wanted, fields), module, wanted.sort, fields)
    if module in REACHED:
        rows = rows.annotate(person=_PERSON)
    place = place_from(wanted.cursor, order) if wanted.cursor else None
    if place is not None:
        rows = order.after(rows, place)
    found = list(rows[: wanted.limit + 1])
    shown = found[: wanted.limit]
    more = order.place_of(shown[-1]).text() if len(found) > wanted.limit else ""
    kinds = {field.kind for key, field in fields.items() if columns is None or key in columns}
    return Page(shown, more, _identifiers(module, shown, kinds), _tags(shown, kinds))


def capped_count(user: User, module: ModuleName, wanted: Wanted, own: Fields | None = None) -> int:
    """How many rows there are, at most CAP."""
    return chosen(user, module, wanted, own).order_by()[:CAP].count()


def _ordered(
    user: User, rows: "QuerySet[Any]", module: ModuleName, sort: str, fields: Fields
) -> tuple["QuerySet[Any]", Order]:
    """The rows in their order. By name, people without one are not ordered by a company that the user does not see."""
    order = _order(module, sort, fields)
    if order.path == "sort_name" and hides_company(user, module):
        order, rows = order._replace(path="called"), rows.annotate(called=_CALLED)
    return order.sorted(rows), order


def _order(module: ModuleName, sort: str, fields: Fields) -> Order:
    for wanted in (sort, "-created_at"):
        order = order_by(wanted, fields)
        if order is not None and not (module == "activity" and order.path == "sort_name"):
            return order
    return Order("id", descending=True)


def _identifiers(module: ModuleName, rows: Sequence[Any], kinds: Set[Kind]) -> Mapping[int, list[KnownIdentifier]]:
    """Addresses and numbers of the person, by actor of the row; also for rows that have no other name. One query."""
    if module not in REACHED:
        return {}
    asked = kinds & {Kind.EMAILS, Kind.PHONES}
    people = {row.actor_id: row.person for row in rows if asked or not row.name}
    known = identifiers_of_many(set(people.values())) if people else {}
    return {actor: known.get(person, []) for actor, person in people.items()}


def _tags(rows: Sequence[Any], kinds: Set[Kind]) -> Mapping[int, list[str]]:
    """By actor; one query."""
    tags: defaultdict[int, list[str]] = defaultdict(list)
    if Kind.TAGS not in kinds:
        return tags
    taggings = Tagging.objects.filter(actor__in=[row.actor_id for row in rows]).order_by("tag__folded")
    for actor, name in taggings.values_list("actor", "tag__name"):
        tags[actor].append(name)
    return tags


__all__ = ["BadValue", "Page", "Wanted", "capped_count", "chosen", "page"]
