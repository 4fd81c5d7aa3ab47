"""Mass actions: one act on many records, permission asked for each at the time of doing (E16, T7).

What each act needs to be taken back stands in the report.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.crm.access import may
from foyer.crm.actions.activities import create_activity
from foyer.crm.actions.records import value_of
from foyer.crm.actions.tags import set_tags
from foyer.crm.fields.registry import fields_of
from foyer.crm.fields.rights import writable_fields
from foyer.crm.fields.stored import as_json
from foyer.crm.fields.types import BadValue, Field, Kind
from foyer.crm.models import Run, RunRow, Tagging
from foyer.crm.modules import MODULES, AnyRecord, module_name
from foyer.crm.runs import verbs
from foyer.crm.runs.selection import as_module, selected
from foyer.crm.runs.verbs import Subject
from foyer.crm.runs.work import Batch, row
from foyer.crm.types import ModuleName
from foyer.team.models import User
from foyer.team.rights import rights_of
from foyer.team.types import Refusal

EACH = "each"
"""As the owner of a task: whoever takes care of the record."""
APART = frozenset({Kind.EMAILS, Kind.PHONES, Kind.TAGS})
"""Not set for many at once: one address for many would make one person of them, and tags have an act of their own."""

Told = tuple[bool, dict[str, Any]]
"""Whether something changed, and what undoing needs."""


class MassWork:
    """A mass action over a selection, in the order of the ids."""

    starts_over = False

    def __init__(self, run: Run) -> None:
        self._run, self._user = run, run.user
        self._module = as_module(run.module)
        self._act = ACTS[run.plan["act"]]
        self._rows = selected(self._module, run.user, run.plan["selection"], gone=run.plan["act"] == "restore")
        self._number = run.done + run.failed + run.skipped

    def count(self) -> int:
        """How many are selected now."""
        self._number = 0
        return int(self._rows.count())

    def next_batch(self, position: int, size: int) -> Batch:
        """The next ids; what came to match after the last one was passed is left out."""
        ids = list(self._rows.filter(pk__gt=position).order_by("pk").values_list("pk", flat=True)[:size])
        return Batch(ids, ids[-1] if ids else position)

    def store(self, batch: Batch) -> list[RunRow]:
        """Each record by itself: one that may not be changed stops no other."""
        rows: Any = MODULES[self._module].model._default_manager.select_related(*MODULES[self._module].related)
        found = rows.in_bulk(batch.items)
        return [self._one(found[pk]) for pk in batch.items if pk in found]

    def end(self) -> None:
        """Nothing is left to do."""

    def _one(self, subject: Subject) -> RunRow:
        self._number += 1
        try:
            with transaction.atomic():
                changed, before = self._act.do(subject, self._user, self._run.plan)
        except PermissionDenied:
            return self._told(subject, RunRow.Outcome.FAILED, _("You may not do this with this record."))
        except (Refusal, BadValue) as refusal:
            return self._told(subject, RunRow.Outcome.FAILED, str(refusal.args[0]))
        if not changed:
            return self._told(subject, RunRow.Outcome.SKIPPED, _("It was so already."))
        return self._told(subject, RunRow.Outcome.CHANGED, **before)

    def _told(self, subject: Subject, outcome: str, message: str = "", **before: Any) -> RunRow:
        return row(self._run, self._number, outcome, message, record=subject.pk, **before)


def settable(by: User, module: ModuleName) -> dict[str, Field]:
    """The fields that a user may set for many records."""
    return {key: field for key, field in writable_fields(by, module).items() if field.kind not in APART}


def acts_for(module: ModuleName) -> dict[str, "Act"]:
    """What can be done with many of a module: an activity is finished, and tags and tasks belong to its record."""
    of_records = {"tag_add", "tag_remove", "task"}
    left_out = of_records if module == "activity" else {"done"}
    return {key: act for key, act in ACTS.items() if key not in left_out}


def _set_field(subject: Subject, by: User, plan: Mapping[str, Any]) -> Told:
    key = plan["field"]
    field = fields_of(as_module(plan["module"])).get(key)
    if field is None:
        raise PermissionDenied
    old, version = as_json(value_of(subject, field)), subject.version
    verbs.change(subject, by, {key: plan["value"]})
    return subject.version != version, {"field": key, "old": old, "new": as_json(value_of(subject, field))}


def _tags_of(subject: AnyRecord) -> list[str]:
    rows = Tagging.objects.filter(actor=subject.actor_id).order_by("tag__name")
    return list(rows.values_list("tag__name", flat=True))


def _change_tags(subject: AnyRecord, by: User, wanted: list[str]) -> Told:
    if not may(by, "edit", subject):
        raise PermissionDenied
    before = _tags_of(subject)
    set_tags(subject, by, wanted)
    after = _tags_of(subject)
    return before != after, {"tags": before, "tags_after": after}


def _add_tags(subject: AnyRecord, by: User, plan: Mapping[str, Any]) -> Told:
    return _change_tags(subject, by, [*_tags_of(subject), *plan["tags"]])


def _remove_tags(subject: AnyRecord, by: User, plan: Mapping[str, Any]) -> Told:
    gone = {tag.casefold() for tag in plan["tags"]}
    return _change_tags(subject, by, [tag for tag in _tags_of(subject) if tag.casefold() not in gone])


def _make_task(subject: AnyRecord, by: User, plan: Mapping[str, Any]) -> Told:
    values = dict(plan["task"])
    if values.get("owner") == EACH:
        values["owner"] = (subject.owner_id if rights_of(by).sees(module_name(subject), "owner") else None) or by.pk
    made = create_activity(by, values, subject)
    return True, {"activity": made.pk}


def _finish(subject: Subject, by: User, _plan: Mapping[str, Any]) -> Told:
    version = subject.version
    verbs.set_done(subject, by, is_done=True)
    return subject.version != version, {"done": True}


def _delete(subject: Subject, by: User, _plan: Mapping[str, Any]) -> Told:
    was = verbs.gone(subject)
    verbs.delete(subject, by)
    return not was, {"gone": was}


def _restore(subject: Subject, by: User, _plan: Mapping[str, Any]) -> Told:
    was = verbs.gone(subject)
    verbs.restore(subject, by)
    return verbs.gone(subject) != was, {"gone": was}


class Act:
    """One act: its name on the screen, what it does, and the right that it needs."""

    def __init__(self, title: Any, do: Callable[[Any, User, Mapping[str, Any]], Told], verb: str, icon: str) -> None:
        self.title, self.do, self.verb, self.icon = title, do, verb, icon


ACTS: dict[str, Act] = {
    "done": Act(gettext_lazy("Mark as done"), _finish, "edit", "check"),
    "owner": Act(gettext_lazy("Change owner"), _set_field, "edit", "user"),
    "set": Act(gettext_lazy("Set a field"), _set_field, "edit", "edit"),
    "tag_add": Act(gettext_lazy("Add tags"), _add_tags, "edit", "tag"),
    "tag_remove": Act(gettext_lazy("Remove tags"), _remove_tags, "edit", "tag"),
    "task": Act(gettext_lazy("Create a task"), _make_task, "view", "checklist"),
    "delete": Act(gettext_lazy("Delete"), _delete, "delete", "trash"),
    "restore": Act(gettext_lazy("Restore"), _restore, "delete", "history"),
}
"""By key: all mass actions there are."""
