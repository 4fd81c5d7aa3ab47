"""Activities through the API: like records, with the record that they are about, and done or open (E16)."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from foyer.api.v1.records.bodies import shaped
from foyer.api.v1.records.shapes import About, ActivityMore
from foyer.api.v1.records.versions import asked_version
from foyer.api.v1.records.writing import written
from foyer.api.v1.refusals import Unreadable
from foyer.crm.access import all_visible, may, require, visible
from foyer.crm.actions.activities import (
    change_activity,
    create_activity,
    delete_activity,
    finish_activity,
    reopen_activity,
    restore_activity,
)
from foyer.crm.models import Activity
from foyer.crm.modules import AnyRecord
from foyer.team.models import User

OWN = frozenset(ActivityMore.model_fields)


def create(user: User, body: Mapping[str, Any]) -> Activity:
    """Something to do, perhaps about a record; with `done` something that was done."""
    require(user, "create", "activity")
    values, more = _parted(user, body)
    return create_activity(user, {"kind": "task"} | values, subject_of(user, more.record), is_done=bool(more.done))


def change(user: User, activity_id: int, body: Mapping[str, Any], if_match: str | None) -> Activity:
    """The activity with the values of the body; `done` finishes it or opens it again."""
    activity = visible("activity", user).get(pk=activity_id)
    if not may(user, "edit", activity):
        raise PermissionDenied
    version = asked_version(activity.version, if_match)
    values, more = _parted(user, body)
    if more.record is not None:
        raise Unreadable({"record": "An activity stays on its record."})
    with transaction.atomic():
        changed = change_activity(activity, user, values, version=version)
        if more.done is not None:
            changed = finish_activity(changed, user) if more.done else reopen_activity(changed, user)
    return changed


def delete(user: User, activity_id: int, if_match: str | None) -> None:
    """In no list any more."""
    with transaction.atomic():
        rows = visible("activity", user).filter(pk=activity_id).values("pk")
        activity = Activity.objects.select_for_update().get(pk__in=rows)
        asked_version(activity.version, if_match)
        delete_activity(activity, user)


def restore(user: User, activity_id: int) -> Activity:
    """Back in its lists."""
    return restore_activity(all_visible("activity", user).get(pk=activity_id), user)


def subject_of(user: User, about: About | None) -> AnyRecord | None:
    """The record that something is about, one that the user sees."""
    if about is None:
        return None
    found: AnyRecord | None = visible(about.module, user).filter(pk=about.id).first()
    if found is None:
        raise Unreadable({"record": "There is no such record."})
    return found


def _parted(user: User, body: Mapping[str, Any]) -> tuple[dict[str, Any], ActivityMore]:
    """The values of fields, and what is none."""
    more = shaped({key: value for key, value in body.items() if key in OWN}, ActivityMore)
    fields = {key: value for key, value in body.items() if key not in OWN}
    return written("activity", user, fields).values, more
