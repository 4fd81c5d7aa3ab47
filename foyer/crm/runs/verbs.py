"""What runs do with a record or an activity: the same verbs, which are actions of their own for each of the two."""

from collections.abc import Mapping
from typing import cast

from foyer.crm.actions.activities import (
    change_activity,
    delete_activity,
    finish_activity,
    reopen_activity,
    restore_activity,
)
from foyer.crm.actions.records import change_record, delete_record, restore_record
from foyer.crm.models import Activity
from foyer.crm.modules import AnyRecord
from foyer.team.models import User

Subject = AnyRecord | Activity


def change(subject: Subject, by: User, values: Mapping[str, object]) -> None:
    """Sets fields by key."""
    if isinstance(subject, Activity):
        change_activity(subject, by, values)
    else:
        change_record(subject, by, values)


def delete(subject: Subject, by: User) -> None:
    """Puts it into the recycle bin."""
    if isinstance(subject, Activity):
        delete_activity(subject, by)
    else:
        delete_record(subject, by)


def restore(subject: Subject, by: User) -> None:
    """Brings it back."""
    if isinstance(subject, Activity):
        restore_activity(subject, by)
    else:
        restore_record(subject, by)


def gone(subject: Subject) -> str:
    """Why it is in no list any more; nothing when it is in one."""
    return ("deleted" if subject.gone_at else "") if isinstance(subject, Activity) else str(subject.gone)


def set_done(subject: Subject, by: User, *, is_done: bool) -> None:
    """Finishes an activity, or opens it again."""
    act = finish_activity if is_done else reopen_activity
    act(cast("Activity", subject), by)
