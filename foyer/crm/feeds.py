"""Whose events stand in the feed of a record, and reading them page by page (F168-F176, F196, F229)."""

import dataclasses
import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from foyer.crm.access import Sight, all_in_sight, sight_of, visible
from foyer.crm.cursor import NEWEST, Cursor, cursor_from
from foyer.crm.models import Account, Contact, Deal, DealContact
from foyer.crm.modules import MODULES, AnyRecord
from foyer.crm.types import Module, ModuleName
from foyer.events.models import Event
from foyer.identity.models import Actor
from foyer.identity.queries import profiles_of
from foyer.lib.each import has_any
from foyer.lib.keyset import beyond
from foyer.lib.prepared import prepared
from foyer.team.models import User
from foyer.team.rights import rights_of

MAX_PAGE = 200
FEW_ACTORS = 50
EARLIEST = dt.datetime.min.replace(tzinfo=dt.UTC)
MAX_RELATED = 1_000
"""Of how many contacts, and of how many deals, a feed tells: the newest ones. Its time grows with them (P5)."""


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """Whose events a feed tells. `leaves_out`: there are more contacts or deals than a feed can follow."""

    actors: list[int]
    leaves_out: bool


def feed_actors(record: AnyRecord, user: User) -> Told:
    """Everybody whose events the feed shows: the person, what hangs on the record, nothing the user may not see.

    An account has those of its contacts and deals, a deal those of its contacts, a contact those of its deals. A record
    of the same person that the user does not see is left out with all that was done on it. Six queries at most.
    """
    people, others = _related(record, user)
    leaves_out = len(people) > MAX_RELATED or len(others) > MAX_RELATED
    people, others = people[:MAX_RELATED], others[:MAX_RELATED]
    profiles, sight = set(profiles_of([record.actor_id, *people]).values()), sight_of(user)
    of_persons = _unless_unseen(record.actor_id, tuple(profiles), field="profile", sight=sight)
    of_records = _unless_unseen(record.actor_id, tuple(others), field="pk", sight=sight)
    return Told(sorted({record.actor_id, *of_persons, *of_records}), leaves_out)


@prepared
def _unless_unseen(own: Any, values: Any, *, field: str, sight: Sight) -> QuerySet[Actor, int]:
    """The actors with these values but those of leads and contacts that are not seen."""
    seen = Q(pk=own) | _seen("lead", sight) & _seen("contact", sight)
    return Actor.objects.filter(seen, **{f"{field}__in": values}).values_list("pk", flat=True)


def events_of(
    actors: Collection[int],
    kinds: Collection[str],
    before: str | None = None,
    limit: int = 30,
    which: Q | None = None,
) -> list[Event]:
    """What happened, the newest first; one query.

    `before` is the `feed_cursor` of the last row, `kinds` are names of events, `which` any further condition.
    """
    asked = tuple(actors), tuple(kinds), *(cursor_from(before) or NEWEST)
    few, size = 1 < len(actors) <= FEW_ACTORS, max(1, min(limit, MAX_PAGE + 1))
    return list(_events(*asked, which, few=few, size=size)) if which else _all_events(*asked, few=few, size=size)


@prepared
def _all_events(actors: Any, kinds: Any, at: Any, pk: Any, *, few: bool, size: int) -> QuerySet[Event]:
    return _events(actors, kinds, at, pk, Q(), few=few, size=size)


def _events(actors: Any, kinds: Any, at: Any, pk: Any, which: Q, *, few: bool, size: int) -> QuerySet[Event]:
    found = Event.objects.filter(which, beyond("at", at, pk), actor__in=actors, kind__in=kinds).order_by("-at", "-pk")
    return (found.filter(at__gte=_reaching_back(found, actors, size)) if few else found)[:size]


def feed_cursor(event: Event) -> str:
    """Where the feed goes on after this event."""
    return Cursor(event.at, event.pk).text()


def _reaching_back(events: QuerySet[Event], actors: Any, size: int) -> Coalesce:
    """The latest moment that surely has `size` of these since: some actor alone has so many.

    A database reads one actor's events in their order, but all of several actors' before it sorts them (P5).
    """
    own = events.filter(actor=OuterRef("pk")).values("at")[size - 1 : size]
    full = Actor.objects.filter(pk__in=actors).annotate(at=Subquery(own)).exclude(at=None)
    return Coalesce(Subquery(full.order_by("-at").values("at")[:1]), Value(EARLIEST))


def _related(record: AnyRecord, user: User) -> tuple[list[int], list[int]]:
    """The actors of people and of other records that belong to it, of one more than are told of.

    Whoever may not see that they belong to it is not told (T7).
    """
    rights = rights_of(user)
    by_contact = rights.sees("deal", "contact")
    if isinstance(record, Account):
        people = _actors("contact", user, Q(account=record)) if rights.sees("contact", "account") else []
        return people, _actors("deal", user, Q(account=record)) if rights.sees("deal", "account") else []
    if isinstance(record, Deal) and by_contact:
        parties = DealContact.objects.filter(deal=record).values_list("contact", flat=True)
        return _actors("contact", user, Q(pk__in={record.contact_id, *parties} - {None})), []
    if isinstance(record, Contact) and by_contact:
        return [], _actors("deal", user, Q(contact=record))
    return [], []


def _seen(module: Module, sight: Sight) -> Q:
    """Those that have no such record, or one that is seen; merged and converted ones too: they belong to the person."""
    own = MODULES[module].model._default_manager.filter(actor=OuterRef("pk"))
    seen = all_in_sight(module, sight).exclude(gone="deleted").filter(actor=OuterRef("pk"))
    return ~Q(has_any(own)) | Q(has_any(seen))


def _actors(module: ModuleName, user: User, condition: Q) -> list[int]:
    rows = visible(module, user).filter(condition).values_list("actor_id", flat=True)
    # Not by the id itself: PostgreSQL would look for them from the end of the table, and at worst find them last.
    return list(rows.order_by(-F("pk"))[: MAX_RELATED + 1])
