"""Recording events: the last line of every action."""

import datetime as dt

from django.db import transaction

from foyer.events import dispatch
from foyer.events.models import Event
from foyer.events.types import Happening
from foyer.lib import clock
from foyer.lib.inserting import insert_many

MANY = 20


def record(*happenings: Happening, settled: bool = False) -> list[Event]:
    """Writes the events in the caller's transaction and has them reacted to after the commit (R4, idea 2).

    `settled` says that nothing follows from them: whoever imports 100,000 records has seen to their owners already.
    """
    reacted_at = clock.now() if settled else None
    with transaction.atomic():
        rows = [_row(happening, reacted_at) for happening in happenings]
        if len(rows) > MANY:
            insert_many(rows)
        else:
            Event.objects.bulk_create(rows)
        if not settled:
            transaction.on_commit(dispatch.wake)
    return rows


def _row(happening: Happening, reacted_at: dt.datetime | None) -> Event:
    return Event(
        reacted_at=reacted_at,
        kind=happening.kind,
        actor_id=happening.actor_id,
        portal_id=happening.portal_id,
        user_id=happening.user_id,
        subject_type=happening.subject_type,
        subject_id=happening.subject_id,
        data=happening.data(),
    )
