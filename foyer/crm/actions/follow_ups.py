"""Tasks that nobody makes by hand: something was missed, and somebody has to see to it (D17, B6)."""

from django.db import transaction

from foyer.crm.activity_types import ActivityCreated, ActivityDone
from foyer.crm.models import Activity
from foyer.events.actions import record
from foyer.lib import clock
from foyer.lib.text import clean, clean_line
from foyer.team.models import User

MAX_SUBJECT = 200
MAX_WORDS = 2000


@transaction.atomic
def create_follow_up(subject: str, text: str, actor_id: int, owner: User | None) -> Activity:
    """A task for today. Without an owner it is everybody's, until somebody takes it."""
    made = Activity.objects.create(
        subject=clean_line(subject, MAX_SUBJECT),
        text=clean(text, MAX_WORDS),
        actor_id=actor_id,
        owner=owner,
        due_at=clock.now(),
        all_day=True,
    )
    record(
        ActivityCreated(
            subject_id=made.pk, actor_id=actor_id, user_id=None, activity_kind=made.kind, owner=made.owner_id
        )
    )
    return made


@transaction.atomic
def close_follow_up(activity_id: int, by: User, outcome: str) -> None:
    """What was missed was seen to after all; what is done already, or gone, stays as it is (R12)."""
    task = Activity.objects.select_for_update().filter(pk=activity_id, done_at=None, gone_at=None).first()
    if task is None:
        return
    task.done_at = task.changed_at = clock.now()
    task.done_by, task.outcome = by, task.outcome or outcome
    task.version += 1
    task.save(update_fields=["done_at", "done_by", "outcome", "version", "changed_at"])
    record(ActivityDone(subject_id=task.pk, actor_id=task.actor_id, user_id=by.pk, activity_kind=task.kind))
