"""The list of pairs that may be one, found by a job over the whole module (issue 3, 9)."""

import dataclasses
import datetime as dt
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q

from foyer.crm.access import HELD_AS, visible
from foyer.crm.models import Hunt, Pair
from foyer.crm.modules import MODULES, AnyRecord
from foyer.crm.naming import Naming
from foyer.crm.types import ModuleName, Page
from foyer.identity.queries import identifiers_of_many
from foyer.identity.types import KnownIdentifier
from foyer.team.models import User

PAGE = 25


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two, with what it is reached by, its company and city, and since when it is there, if that is seen."""

    record: AnyRecord
    identifiers: list[KnownIdentifier]
    detail: str
    since: dt.datetime | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Two:
    """A pair as the list shows it."""

    pair: Pair
    left: Side
    right: Side


def pairs_page(module: ModuleName, user: User, cursor: str = "") -> Page[Two]:
    """Pairs of which the user sees both, the surest first; three queries a page, any page.

    By a hidden address or number no two are a pair: that they share one would tell it (T7).
    """
    seen, naming = visible(module, user), Naming(user, module)
    pairs = Pair.objects.filter(module=module, dismissed_at=None).exclude(reason__in=HELD_AS.keys() - naming.kinds)
    pairs = pairs.filter(Exists(seen.filter(pk=OuterRef("left"))), Exists(seen.filter(pk=OuterRef("right"))))
    score, _dash, last = cursor.partition("-")
    if all(part.isascii() and part.isdecimal() and len(part) < 19 for part in (score, last)):
        pairs = pairs.filter(Q(score__lt=int(score)) | Q(score=int(score), pk__gt=int(last)))
    found = list(pairs.order_by("-score", "pk")[: PAGE + 1])
    shown = found[:PAGE]
    end = f"{shown[-1].score}-{shown[-1].pk}" if len(found) > PAGE else None
    return Page(_with_records(module, user, shown, naming), end)


def hunt_of(module: ModuleName) -> Hunt | None:
    """The last search in a module, or the one that runs."""
    return Hunt.objects.filter(module=module).first()


def pair_for(user: User, module: ModuleName, left: int, right: int) -> tuple[AnyRecord, AnyRecord]:
    """Two records the user sees; DoesNotExist when one of them is not there for them (T7)."""
    rows = visible(module, user).select_related(*MODULES[module].related, "portal")
    return cast("AnyRecord", rows.get(pk=left)), cast("AnyRecord", rows.get(pk=right))


def _with_records(module: ModuleName, user: User, pairs: list[Pair], naming: Naming) -> list[Two]:
    ids = {pk for pair in pairs for pk in (pair.left, pair.right)}
    rows: dict[int, Any] = visible(module, user).select_related(*MODULES[module].related).in_bulk(ids)
    known = identifiers_of_many({row.actor.profile_id for row in rows.values()})
    sides = {pk: _side(row, known.get(row.actor.profile_id, []), naming) for pk, row in rows.items()}
    return [
        Two(pair=pair, left=sides[pair.left], right=sides[pair.right])
        for pair in pairs
        if pair.left in sides and pair.right in sides
    ]


def _side(row: AnyRecord, known: list[KnownIdentifier], naming: Naming) -> Side:
    since = row.created_at if naming.shows("created_at") else None
    return Side(record=row, identifiers=naming.reach(known), detail=naming.detail(row), since=since)
