"""The index follows the events: a thread reads on from where it was, some hundred at a time (idea 2, E15)."""

import datetime as dt
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import structlog
from django.db import close_old_connections, connection, transaction
from django.db.models import QuerySet

from foyer.crm.models import Contact, Deal
from foyer.crm.modules import MODULES, RECORDS, as_module
from foyer.crm.runs.engine import is_at_work
from foyer.events.models import Event
from foyer.identity.models import Actor
from foyer.identity.queries import actors_of
from foyer.lib import clock
from foyer.lib.search.documents import all_ids, is_changed_by, kinds
from foyer.lib.search.index import refresh
from foyer.lib.search.models import Entry, Position

BATCH = 300
LOOK_EVERY_S = 1.0
RESTS_WHILE_AT_WORK = 8
LATE = dt.timedelta(seconds=10)
MAX_DEPENDENTS = 1_000
RENAMES = frozenset({"name", "first_name", "last_name", "account", "contact"})
JOINS = frozenset({"ActorsJoined", "ActorsSplit", "IdentifierShown", "IdentifierDescribed", "IdentifierTakenOff"})

Things = dict[str, set[int]]
log = structlog.get_logger(__name__)


def run_until(stopped: threading.Event) -> None:
    """The loop. With much to do it rests as long as it worked, for pages, and longer while an import is at work."""
    swept_at, swept = clock.now(), 0
    while not stopped.wait(LOOK_EVERY_S):
        try:
            began = time.monotonic()
            while catch_up() and not stopped.wait(_rest_s(time.monotonic() - began)):
                began = time.monotonic()
            if clock.now() - swept_at > LATE:
                swept_at, swept = clock.now(), sweep(swept)
        except Exception:
            log.exception("index_not_current")
        finally:
            close_old_connections()


def _rest_s(worked_s: float) -> float:
    return worked_s * (RESTS_WHILE_AT_WORK if is_at_work() else 1)


def catch_up() -> bool:
    """Takes the next events into the index; whether there are more."""
    position, _new = Position.objects.get_or_create(pk=1)
    events = list(_told(Event.objects.filter(pk__gt=position.event).order_by("pk")[:BATCH]))
    if events:
        _refresh(events)
        Position.objects.filter(pk=1).update(event=events[-1].pk)
    return len(events) == BATCH


def sweep(since: int) -> int:
    """Reads events again that came since the last sweep; returns where the next one begins.

    On PostgreSQL an event may commit after one with a higher number, and would be passed over. SQLite has one writer.
    """
    last = Position.objects.values_list("event", flat=True).first() or 0
    if connection.vendor == "postgresql" and since:
        for events in _batches(_told(Event.objects.filter(pk__gt=since, pk__lte=last).order_by("pk"))):
            _refresh(events)
    return last


def _told(events: "QuerySet[Event]") -> "QuerySet[Any, Any]":
    """What is asked of events here; objects of them would cost more than the question."""
    return events.values_list("pk", "kind", "subject_type", "subject_id", "actor_id", "data", named=True)


def _batches(events: "QuerySet[Any, Any]") -> Iterator[list[Any]]:
    found = events.iterator(BATCH)
    while batch := list(islice(found, BATCH)):
        yield batch


def _refresh(events: Iterable[Any]) -> None:
    for kind, refs in things_of(events).items():
        refresh(kind, refs)


def rebuild() -> int:
    """Reads everything again; returns how many things were found. `bin/foyer search` does it."""
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for kind in kinds():
        ids = all_ids(kind)
        for start in range(0, len(ids), BATCH):
            with transaction.atomic():
                refresh(kind, ids[start : start + BATCH])
    Position.objects.update_or_create(pk=1, defaults={"event": last})
    return Entry.objects.count()


def things_of(events: Iterable[Any]) -> Things:
    """What has to be read again because of these events."""
    found: Things = defaultdict(set)
    for event in events:
        module = event.data.get("module") if event.subject_type == "record" else event.subject_type
        if event.kind in JOINS or event.subject_type in {"note", "profile"}:
            _add_person(found, event.actor_id)
        elif is_changed_by(module, event.kind):
            found[module].add(event.subject_id)
            if event.kind == "FieldChanged" and event.data.get("field") in RENAMES:
                _add_dependents(found, module, event.subject_id)
    return found


def _add_person(found: Things, actor_id: int | None) -> None:
    """All records of the person: they share their addresses and numbers."""
    if actor_id is None:
        return
    for actor in Actor.objects.filter(pk__in=actors_of(actor_id), kind=Actor.Kind.RECORD):
        module = actor.ref.partition(":")[0]
        if module in RECORDS:
            rows = MODULES[as_module(module)].model._default_manager.filter(actor=actor.pk)
            found[module].update(rows.values_list("pk", flat=True))


def _add_dependents(found: Things, module: str, ref: int) -> None:
    """The name of an account stands with its contacts and deals, that of a contact with its deals."""
    if module == "account":
        found["contact"].update(Contact.objects.filter(account=ref).values_list("pk", flat=True)[:MAX_DEPENDENTS])
        found["deal"].update(Deal.objects.filter(account=ref).values_list("pk", flat=True)[:MAX_DEPENDENTS])
    elif module == "contact":
        found["deal"].update(Deal.objects.filter(contact=ref).values_list("pk", flat=True)[:MAX_DEPENDENTS])
