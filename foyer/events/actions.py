"""Recording events: the last line of every action."""

from django.db import transaction

from foyer.events import dispatch
from foyer.events.models import Event
from foyer.events.types import Happening


def record(*happenings: Happening) -> list[Event]:
    """Writes the events in the caller's transaction and has them reacted to after the commit (R4, idea 2)."""
    with transaction.atomic():
        rows = Event.objects.bulk_create([_row(happening) for happening in happenings])
        transaction.on_commit(dispatch.wake)
    return rows


def _row(happening: Happening) -> Event:
    return Event(
        kind=happening.kind,
        actor_id=happening.actor_id,
        portal_id=happening.portal_id,
        user_id=happening.user_id,
        subject_type=happening.subject_type,
        subject_id=happening.subject_id,
        data=happening.data(),
    )
