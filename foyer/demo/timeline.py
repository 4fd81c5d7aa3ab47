"""Events of the past: written as already reacted to, so that nobody is told of them now."""

import datetime as dt

from foyer.events.models import Event
from foyer.events.types import Happening


def past_event(happening: Happening, at: dt.datetime) -> Event:
    """The row of something that happened then."""
    return Event(
        kind=happening.kind,
        at=at,
        actor_id=happening.actor_id,
        portal_id=happening.portal_id,
        user_id=happening.user_id,
        subject_type=happening.subject_type,
        subject_id=happening.subject_id,
        data=happening.data(),
        reacted_at=at,
    )
