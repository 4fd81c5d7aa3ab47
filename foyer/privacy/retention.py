"""What is older than a portal keeps it goes, in small batches (B11, B20).

Each batch is a short transaction, so nobody waits for it; a job goes on for a slice of time and then lets others work.
"""

import datetime as dt
import time
from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from foyer.channels.forms.models import Submission
from foyer.conversations.blocking import forget_addresses
from foyer.conversations.models import Block, Conversation
from foyer.crm.actions.of_visits import contents_of, forget_contents
from foyer.events.actions import record
from foyer.events.models import Event
from foyer.identity.models import Actor, Claim, Profile
from foyer.lib import clock
from foyer.lib.jobs import enqueue, job
from foyer.portals.models import Portal
from foyer.privacy.types import VisitsForgotten
from foyer.visits.actions import forget_visits
from foyer.visits.models import Visit

BATCH = 200
SLICE_S = 3.0
GIVE_WAY_S = 0.01


def forget_old() -> None:
    """Begins: called by the schedule, once an hour."""
    forget_addresses()
    if _with_limits().exists():
        enqueue(go_on_forgetting)


@job
def go_on_forgetting() -> None:
    """The job: a slice of the work, and itself again while something is left."""
    began = time.monotonic()
    while forget_batch(clock.now()):
        if time.monotonic() - began > SLICE_S:
            enqueue(go_on_forgetting)
            return
        time.sleep(GIVE_WAY_S)


def forget_batch(now: dt.datetime) -> int:
    """One batch of each portal; returns how many visits were deleted or lost their address."""
    return sum(_forget_of(portal, now) for portal in _with_limits())


def delete_visits(visit_ids: Collection[int]) -> None:
    """Deletes visits with all that was done in them, notes, files, and their events. Inside a transaction.

    What files hold goes first: after a crash the rows are there still, and are looked for again.
    """
    forget_contents(contents_of(visit_ids))
    forget_visits(visit_ids)
    Event.objects.filter(subject_type="visit", subject_id__in=visit_ids).delete()


def _with_limits() -> QuerySet[Portal]:
    limits = Q(anonymous_days__isnull=False) | Q(visit_days__isnull=False) | Q(address_days__isnull=False)
    return Portal.objects.filter(limits)


def _forget_of(portal: Portal, now: dt.datetime) -> int:
    done = 0
    if portal.visit_days:
        done += _forget_visits(portal, _ended(portal, now, portal.visit_days))
    if portal.anonymous_days:
        done += _forget_visits(portal, _ended(portal, now, portal.anonymous_days).filter(~_is_known()))
    if portal.address_days:
        old = _ended(portal, now, portal.address_days).exclude(ip="").values_list("pk", flat=True)[:BATCH]
        done += Visit.objects.filter(pk__in=list(old)).update(ip="")
    return done


def _ended(portal: Portal, now: dt.datetime, days: int) -> QuerySet[Visit]:
    """The portal's visits that began before so many days, oldest first."""
    old = Visit.objects.filter(portal=portal, is_open=False, started__lt=now - dt.timedelta(days=days))
    return old.order_by("started", "pk")


def _is_known() -> Exists:
    """Whether the visitor is a person with a record."""
    return Exists(Actor.objects.filter(kind=Actor.Kind.RECORD, profile=OuterRef("actor__profile")))


@transaction.atomic
def _forget_visits(portal: Portal, old: QuerySet[Visit]) -> int:
    rows = list(old.values_list("pk", "actor_id")[:BATCH])
    if rows:
        delete_visits([visit_id for visit_id, _actor in rows])
        _forget_browsers({actor_id for _visit, actor_id in rows})
        record(VisitsForgotten(subject_id=portal.pk, portal_id=portal.pk, count=len(rows)))
    return len(rows)


def _forget_browsers(actor_ids: Collection[int]) -> None:
    """Browsers of which nothing is left go too, each with the person that was only it."""
    of_it = [model.objects.filter(actor=OuterRef("pk")) for model in (Visit, Conversation, Submission, Claim)]
    stands = Block.objects.filter(actor=OuterRef("pk"), gone_at=None)  # who is blocked stays so
    alone = ~Exists(Actor.objects.filter(profile=OuterRef("profile")).exclude(pk=OuterRef("pk")))
    empty = Actor.objects.filter(
        alone, ~Exists(stands), *[~Exists(rows) for rows in of_it], pk__in=actor_ids, kind=Actor.Kind.BROWSER
    )
    doomed = list(empty.values_list("pk", "profile_id"))
    Event.objects.filter(actor__in=[actor_id for actor_id, _profile in doomed]).delete()
    Actor.objects.filter(pk__in=[actor_id for actor_id, _profile in doomed]).delete()
    Profile.objects.filter(pk__in=[profile_id for _actor, profile_id in doomed]).delete()
