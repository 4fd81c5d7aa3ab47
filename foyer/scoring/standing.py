"""What visits know of their visitor: whether that is a lead or a contact, and how high the visit stands (D2, D7).

Both follow from all that is known of a person, so they are kept with the visits: a list of a million visits is then
read along an index (P5). A visit of nobody known has neither.
"""

import time
from collections.abc import Collection, Iterator

from django.db import transaction
from django.db.models import Q

from foyer.crm.queries import modules_of
from foyer.identity.queries import profiles_of
from foyer.lib.updating import update_many
from foyer.scoring.scores import scores_of_profiles
from foyer.visits.models import MINUTES_OF_RANK, Visit

AT_ONCE = 500
GIVE_WAY_S = 0.02
"""After each part, to pages and hits."""


def refresh(actor_ids: Collection[int]) -> int:
    """Looks anew at all visits of these actors' people; returns how many changed. A fixed number of queries."""
    profiles = set(profiles_of(actor_ids).values())
    known = modules_of(profiles)
    with transaction.atomic():
        seen = Q(actor__profile__in=known) | Q(actor__profile__in=profiles, kind__isnull=False)
        rows = list(Visit.objects.filter(seen).values_list("pk", "actor__profile", "seconds", "kind", "rank"))
        scores = scores_of_profiles({profile for _pk, profile, *_rest in rows if profile in known})
        wrong = []
        for pk, profile, seconds, kind, rank in rows:
            right = known.get(profile), rank_of(scores[profile].score, seconds) if profile in known else 0
            if right != (kind, rank):
                wrong.append((pk, *right))
        update_many(Visit, ("kind", "rank"), wrong)
    return len(wrong)


def refresh_all() -> int:
    """The same for everybody who ever came, a part at a time; returns how many visits changed."""
    changed = 0
    for actors in _actors():
        changed += refresh(actors)
        time.sleep(GIVE_WAY_S)
    return changed


def rank_of(score: int, seconds: int) -> int:
    """The place in Top visits as one number: by score, then by minutes (D7)."""
    return score * MINUTES_OF_RANK + min(seconds // 60, MINUTES_OF_RANK - 1)


def _actors() -> Iterator[list[int]]:
    last = 0
    visits = Visit.objects.order_by("actor").values_list("actor", flat=True).distinct()
    while actors := list(visits.filter(actor__gt=last)[:AT_ONCE]):
        yield actors
        last = actors[-1]
