"""What is done with activities: made, changed, moved, finished, opened again, deleted, reminded of (E16)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypedDict

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.access import may, require, visible
from foyer.crm.actions.records import Conflict, Invalid
from foyer.crm.activities import due_reminders
from foyer.crm.activity_types import (
    ActivityChanged,
    ActivityCreated,
    ActivityDeleted,
    ActivityDone,
    ActivityReopened,
    ActivityRestored,
    ReminderDue,
)
from foyer.crm.fields.kinds import read
from foyer.crm.fields.references import resolve
from foyer.crm.fields.rights import writable_fields
from foyer.crm.fields.stored import as_json
from foyer.crm.fields.types import BadValue, Field
from foyer.crm.fields.words import value_text
from foyer.crm.models import Activity
from foyer.crm.modules import AnyRecord, module_name
from foyer.events.actions import record
from foyer.lib import clock
from foyer.lib.text import clean
from foyer.team.models import User

MAX_OUTCOME = 10_000
_DONE = ("done_at", "done_by")


class _About(TypedDict):
    subject_id: int
    actor_id: int | None
    user_id: int | None


def create_activity(
    by: User, values: Mapping[str, object], about: AnyRecord | None = None, *, is_done: bool = False
) -> Activity:
    """Something to do about a record, or of one's own; whoever makes it has to do it unless `owner` says otherwise.

    `is_done` writes down what was done already, like a call. Raises PermissionDenied, or Invalid with a sentence for
    each field that cannot be stored.
    """
    require(by, "create", "activity")
    if about is not None and not visible(module_name(about), by).filter(pk=about.pk).exists():
        raise PermissionDenied
    fields = writable_fields(by, "activity")
    made = Activity(created_by=by, owner=by, actor_id=about.actor_id if about else None)
    _set(made, fields, _read(fields, values, by))
    _check(made, fields)
    with transaction.atomic():
        if is_done:
            made.done_at, made.done_by = clock.now(), by
            made.due_at = made.due_at or made.done_at
        made.save(force_insert=True)
        facts = _about(made, by)
        record(ActivityCreated(**facts, activity_kind=made.kind, owner=made.owner_id, is_done=is_done))
        if is_done:
            record(ActivityDone(**facts, activity_kind=made.kind))
    return made


def change_activity(
    activity: Activity, by: User, values: Mapping[str, object], *, version: int | None = None
) -> Activity:
    """Sets fields by key; nothing is written unless everything can be.

    `version` is the one the user looked at: Conflict when it has another by now. Raises PermissionDenied or Invalid.
    """
    _require(activity, by, "edit")
    fields = writable_fields(by, "activity")
    found = _read(fields, values, by)
    with transaction.atomic():
        fresh = _locked(activity)
        if version is not None and fresh.version != version:
            raise Conflict(fresh.version)
        before = {key: _value(fresh, fields[key]) for key in found}
        _set(fresh, fields, found)
        _check(fresh, fields)
        changed = [key for key in found if as_json(before[key]) != as_json(_value(fresh, fields[key]))]
        if changed:
            columns = ["custom" if fields[key].is_custom else key for key in changed]
            if "remind_at" in changed:
                fresh.reminded_at = None
                columns.append("reminded_at")
            _store(activity, fresh, columns)
            changes = [_change(fields[key], before[key], _value(fresh, fields[key])) for key in changed]
            record(ActivityChanged(**_about(fresh, by), changes=changes))
    return activity


def move_activity(activity: Activity, by: User, due_at: dt.datetime) -> Activity:
    """Another day; end and reminder go along. What had none is for the whole day then."""
    old = activity.due_at
    values: dict[str, object] = {"due_at": due_at} if old else {"due_at": due_at, "all_day": True}
    for key in ("ends_at", "remind_at"):
        moment = getattr(activity, key)
        if moment is not None and old is not None:
            values[key] = moment + (due_at - old)
    return change_activity(activity, by, values)


def finish_activity(activity: Activity, by: User, outcome: str = "") -> Activity:
    """Done, with what came of it. Twice is once."""
    _require(activity, by, "edit")
    with transaction.atomic():
        fresh = _locked(activity)
        words = clean(outcome, MAX_OUTCOME)
        if fresh.done_at is None:
            fresh.done_at, fresh.done_by, fresh.outcome = clock.now(), by, words or fresh.outcome
            _store(activity, fresh, [*_DONE, "outcome"])
            record(ActivityDone(**_about(fresh, by), activity_kind=fresh.kind))
        elif words and words != fresh.outcome:
            change_activity(activity, by, {"outcome": words})
    return activity


def reopen_activity(activity: Activity, by: User) -> Activity:
    """Open again. Twice is once."""
    _require(activity, by, "edit")
    with transaction.atomic():
        fresh = _locked(activity)
        if fresh.done_at is not None:
            fresh.done_at, fresh.done_by = None, None
            _store(activity, fresh, _DONE)
            record(ActivityReopened(**_about(fresh, by)))
    return activity


def delete_activity(activity: Activity, by: User) -> Activity:
    """In no list any more; `restore_activity` brings it back."""
    return _go(activity, by, clock.now())


def restore_activity(activity: Activity, by: User) -> Activity:
    """Back in its lists."""
    return _go(activity, by, None)


def remind_owners(now: dt.datetime) -> int:
    """Tells the owners of what they wanted to be reminded of, each once, whoever else looks at the same time."""
    told = 0
    for activity in due_reminders(now):
        with transaction.atomic():
            if Activity.objects.filter(pk=activity.pk, reminded_at=None).update(reminded_at=now):
                record(ReminderDue(**_about(activity, None), owner=activity.owner_id or 0))
                told += 1
    return told


def _go(activity: Activity, by: User, gone_at: dt.datetime | None) -> Activity:
    _require(activity, by, "delete")
    with transaction.atomic():
        fresh = _locked(activity)
        if (fresh.gone_at is None) != (gone_at is None):
            fresh.gone_at = gone_at
            _store(activity, fresh, ["gone_at"])
            facts = _about(fresh, by)
            record(ActivityRestored(**facts) if gone_at is None else ActivityDeleted(**facts, name=fresh.subject))
    return activity


def _require(activity: Activity, by: User, verb: Any) -> None:
    if not may(by, verb, activity):
        raise PermissionDenied


def _locked(activity: Activity) -> Activity:
    return Activity.objects.select_for_update().get(pk=activity.pk)


def _store(activity: Activity, fresh: Activity, columns: list[str] | tuple[str, ...]) -> None:
    """Writes these columns, and shows them on the caller's copy too."""
    fresh.version, fresh.changed_at = fresh.version + 1, clock.now()
    written = [*dict.fromkeys(columns), "version", "changed_at"]
    fresh.save(update_fields=written)
    for column in written:
        setattr(activity, column, getattr(fresh, column))


def _about(activity: Activity, by: User | None) -> _About:
    return {"subject_id": activity.pk, "actor_id": activity.actor_id, "user_id": by.pk if by else None}


def _read(fields: Mapping[str, Field], values: Mapping[str, object], by: User) -> dict[str, Any]:
    """The values as they are stored."""
    if foreign := sorted(key for key in values if key not in fields):
        raise PermissionDenied(f"may not be changed: {', '.join(foreign)}")
    found: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for key, raw in values.items():
        try:
            found[key] = resolve(fields[key], read(fields[key], raw), by)
        except BadValue as error:
            errors[key] = str(error)
    if errors:
        raise Invalid(errors)
    return found


def _check(activity: Activity, fields: Mapping[str, Field]) -> None:
    """What must hold whatever was given: filled in where it must be, and an end behind the beginning."""
    errors = {
        key: _("Fill this in.")
        for key, field in fields.items()
        if field.is_required and _value(activity, field) in (None, "", [])
    }
    if activity.due_at and activity.ends_at and activity.ends_at < activity.due_at:
        errors["ends_at"] = _("It ends before it begins.")
    if errors:
        raise Invalid(errors)


def _set(activity: Activity, fields: Mapping[str, Field], values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        if not fields[key].is_custom:
            setattr(activity, fields[key].path, value)
            continue
        kept = {name: held for name, held in activity.custom.items() if name != key}
        activity.custom = kept if value is None else kept | {key: as_json(value)}


def _value(activity: Activity, field: Field) -> Any:
    return activity.custom.get(field.key) if field.is_custom else getattr(activity, field.path)


def _change(field: Field, old: Any, new: Any) -> list[Any]:
    return [field.key, value_text(field, old), value_text(field, new), as_json(old)]
