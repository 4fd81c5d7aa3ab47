"""Which conversations were held in which visit (F31)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from foyer.conversations.queries import conversations_of
from foyer.team.models import User
from foyer.visits.models import Visit

NEAR = dt.timedelta(minutes=30)  # a chat may begin before the first hit is folded, and outlast the last one


def conversation_ids_of(visits: Sequence[Visit], user: User) -> dict[int, list[int]]:
    """The ids of the conversations of each visit, those that the user may see; one query."""
    if not visits:
        return {}
    begun = conversations_of(user).filter(
        actor__in={visit.actor_id for visit in visits},
        started_at__gte=min(visit.started for visit in visits) - NEAR,
        started_at__lte=max(visit.ended for visit in visits) + NEAR,
    )
    found: defaultdict[int, list[int]] = defaultdict(list)
    for conversation_id, actor_id, started_at in begun.order_by("pk").values_list("pk", "actor", "started_at"):
        theirs = [visit for visit in visits if visit.actor_id == actor_id and _held_in(visit, started_at)]
        if theirs:
            found[min(theirs, key=lambda visit: abs(visit.started - started_at)).pk].append(conversation_id)
    return found


def _held_in(visit: Visit, started_at: dt.datetime) -> bool:
    return visit.started - NEAR <= started_at <= visit.ended + NEAR
