"""What is made up of the past: events that nobody is told of now, and companies that were there before."""

import datetime as dt

from foyer.crm.models import Account
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


def settle(account: Account, city: str, since: dt.datetime) -> None:
    """The company is in that city, and known since then."""
    Account.objects.filter(pk=account.pk).update(city=city, created_at=since, changed_at=since)
    Event.objects.filter(actor=account.actor_id).update(at=since)
