"""Running reactions: one thread takes events that nobody has reacted to yet, in their order (R4, R19)."""

import functools
import threading
from collections import defaultdict

import structlog
from django.db import close_old_connections, transaction
from django.db.models import F

from foyer.events.models import Event
from foyer.events.reactions import GroupReaction, Reaction, group_reactions_to, reactions_to
from foyer.lib import clock
from foyer.lib.reading import columns_of, read
from foyer.lib.updating import update_many

BATCH = 200
MAX_ATTEMPTS = 5
SWEEP_S = 5.0
PENDING = "WHERE reacted_at IS NULL AND attempts < %s ORDER BY id LIMIT %s"

log = structlog.get_logger(__name__)
_woken = threading.Event()


def wake() -> None:
    """Says that there are new events; the dispatcher looks at once."""
    _woken.set()


def run_until(stopped: threading.Event) -> None:
    """The dispatcher's loop. Looks again every few seconds for events of another process or of before a crash."""
    while not stopped.is_set():
        _woken.wait(SWEEP_S)
        _woken.clear()
        try:
            while react_to_pending() > BATCH // 2:  # a full batch: there may be more than was looked for
                pass
        except Exception:
            log.exception("events_not_dispatched")
            stopped.wait(1)
        finally:
            close_old_connections()


def react_to_pending() -> int:
    """Reacts to the oldest pending events; returns how many were settled. What fails is tried 5 times (R19)."""
    events = read(Event, columns_of(Event), PENDING, [MAX_ATTEMPTS, BATCH])
    by_kind: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        if all(_succeeds(reaction, event) for reaction in reactions_to(event.kind)):
            by_kind[event.kind].append(event)
    settled = [event.pk for kind, group in by_kind.items() for event in _reacted_together(kind, group)]
    if settled:
        now = clock.now()
        with transaction.atomic():
            update_many(Event, ("reacted_at",), [(pk, now) for pk in settled])
    return len(settled)


def _reacted_together(kind: str, events: list[Event]) -> list[Event]:
    """Those with which all went well. When something fails, one by one, so that it holds up nobody else."""
    for reaction in group_reactions_to(kind):
        try:
            reaction(events)
        except Exception:
            log.exception("group_reaction_failed", kind=kind, reaction=reaction.__name__)
            events = [event for event in events if _succeeds(_alone(reaction), event)]
    return events


def _alone(reaction: GroupReaction) -> Reaction:
    @functools.wraps(reaction)
    def react(event: Event) -> None:
        reaction([event])

    return react


def _succeeds(reaction: Reaction, event: Event) -> bool:
    try:
        reaction(event)
    except Exception:
        log.exception("reaction_failed", kind=event.kind, event_id=event.pk, reaction=reaction.__name__)
        Event.objects.filter(pk=event.pk).update(attempts=F("attempts") + 1)
        return False
    return True
