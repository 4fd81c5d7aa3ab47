"""Recording events: the last line of every action."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from foyer.events import dispatch
from foyer.events.kept import new_edition
from foyer.events.models import Event
from foyer.events.types import Happening
from foyer.lib import clock
from foyer.lib.inserting import insert_many, insert_rows


def record(*happenings: Happening) -> Sequence[Event]:
    """Writes the events in the caller's transaction and has them reacted to after the commit (R4, idea 2)."""
    with transaction.atomic(savepoint=False):
        rows = insert_many([Event(**_values(happening)) for happening in happenings])
        if any(happening.changes_settings for happening in happenings):
            new_edition()
        transaction.on_commit(dispatch.wake)
    return rows


def record_many(happenings: Sequence[Happening], *, settled: bool) -> None:
    """The same for very many, without objects of them. Inside a transaction.

    `settled` says that nothing follows from them: whoever imports 100,000 records has seen to their owners already.
    """
    if not happenings:
        return
    now = clock.now()
    rows = [_values(happening) for happening in happenings]
    columns = {key: [row[key] for row in rows] for key in rows[0]}
    insert_rows(Event, at=now, reacted_at=now if settled else None, **columns)
    if not settled:
        transaction.on_commit(dispatch.wake)


def _values(happening: Happening) -> dict[str, Any]:
    return {
        "kind": happening.kind,
        "actor_id": happening.actor_id,
        "portal_id": happening.portal_id,
        "user_id": happening.user_id,
        "subject_type": happening.subject_type,
        "subject_id": happening.subject_id,
        "data": happening.data(),
    }
