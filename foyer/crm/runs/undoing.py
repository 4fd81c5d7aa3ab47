"""Taking a run back, from its report: what it made is deleted if nobody touched it since, what it changed put back."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.access import all_visible, may
from foyer.crm.actions.activities import delete_activity
from foyer.crm.actions.records import delete_many, delete_record, value_of
from foyer.crm.actions.storing import touch_many
from foyer.crm.actions.tags import set_tags
from foyer.crm.fields.registry import fields_of
from foyer.crm.fields.stored import as_json
from foyer.crm.models import Activity, Run, RunRow, Tagging
from foyer.crm.modules import AnyRecord
from foyer.crm.runs import verbs
from foyer.crm.runs.selection import as_module
from foyer.crm.runs.work import Batch, Unfit, row
from foyer.events.models import Event
from foyer.identity.bulk import retract_many
from foyer.team.types import Refusal

OWN_EVENTS = ("ActorsJoined", "ActorsSplit", "OwnerChanged")
"""What may follow from an import by itself: it does not count as somebody's work."""


class UndoWork:
    """Goes through the report of another run, the last row first."""

    starts_over = False

    def __init__(self, run: Run) -> None:
        if run.of is None:
            raise Unfit(_("There is nothing to take back."))
        self._run, self._of, self._user = run, run.of, run.user
        self._module = as_module(run.of.module)
        self._fields = fields_of(self._module)
        done = (RunRow.Outcome.MADE, RunRow.Outcome.CHANGED)
        self._rows = RunRow.objects.filter(run=run.of, outcome__in=done)
        self._since: dt.datetime | None = run.of.ended_at

    def count(self) -> int:
        """How many rows did something."""
        return self._rows.count()

    def next_batch(self, position: int, size: int) -> Batch:
        """Positions count down; 0 is the start."""
        rows = self._rows.filter(pk__lt=-position) if position else self._rows
        found = list(rows.order_by("-pk")[:size])
        return Batch(found, -found[-1].pk if found else position)

    def store(self, batch: Batch) -> list[RunRow]:
        """Each row by itself."""
        ids = [each.record for each in batch.items if each.record]
        found = all_visible(self._module, self._user).select_related("actor").in_bulk(ids)
        actors = [record.actor_id for record in found.values() if record.actor_id]
        touched = self._touched(actors)
        deleted = self._deleted([each for each in batch.items if _is_alone(each)], found, touched)
        told: list[RunRow] = []
        changed: list[AnyRecord] = []
        for each in batch.items:
            subject = cast("AnyRecord | None", found.get(each.record))
            is_done = subject is not None and subject.pk in deleted
            told.append(self._told(each, RunRow.Outcome.CHANGED) if is_done else self._one(each, subject, touched))
            if subject is not None and told[-1].outcome == RunRow.Outcome.CHANGED and "version" in each.before:
                changed.append(subject)
        if changed:
            retract_many([one.actor_id for one in changed], f"import:{self._of.pk}", self._user)
            touch_many(self._module, [one.actor_id for one in changed if one.pk not in deleted])
        return told

    def end(self) -> None:
        """Nothing is left to do."""

    def _touched(self, actors: list[int]) -> set[int]:
        """Records on which somebody worked after the run: a note, a call, a change, a chat."""
        events = Event.objects.filter(actor__in=actors, at__gt=self._since).exclude(kind__in=OWN_EVENTS)
        return set(events.exclude(actor=None).values_list("actor_id", flat=True))

    def _deleted(self, rows: list[RunRow], found: Mapping[Any, Any], touched: set[int]) -> set[int]:
        """Those that were made and nobody touched since go together, in a few statements; returns their ids."""
        versions = {each.record: each.before.get("version") for each in rows}
        there = [found[pk] for pk in versions if pk in found and found[pk].actor_id not in touched]
        alike = [record for record in there if record.version == versions[record.pk] and not record.gone]
        if not alike or not all(may(self._user, "delete", record) for record in alike):
            return set()
        return delete_many(self._module, alike, self._user)

    def _one(self, each: RunRow, subject: AnyRecord | None, touched: set[int]) -> RunRow:
        if subject is None:
            return self._told(each, RunRow.Outcome.SKIPPED, _("It is not there any more."))
        try:
            with transaction.atomic():
                return self._taken_back(each, subject, touched)
        except PermissionDenied:
            return self._told(each, RunRow.Outcome.FAILED, _("You may not do this with this record."))
        except Refusal as refusal:
            return self._told(each, RunRow.Outcome.FAILED, str(refusal.args[0]))

    def _taken_back(self, each: RunRow, subject: AnyRecord, touched: set[int]) -> RunRow:
        before = each.before
        if each.outcome == RunRow.Outcome.MADE:
            if subject.version != before.get("version") or subject.actor_id in touched or subject.gone:
                return self._told(each, RunRow.Outcome.SKIPPED, _("Somebody worked on it since: it stays."))
            delete_record(subject, self._user)
            self._delete_account(before.get("account"))
        elif "activity" in before:
            activity = Activity.objects.filter(pk=before["activity"], done_at=None, gone_at=None).first()
            if activity is None:
                return self._told(each, RunRow.Outcome.SKIPPED, _("The task is done or gone: it stays."))
            delete_activity(activity, self._user)
        elif "gone" in before:
            (verbs.delete if before["gone"] else verbs.restore)(subject, self._user)
        elif "done" in before:
            verbs.set_done(subject, self._user, is_done=False)
        elif not self._put_back(subject, before):
            return self._told(each, RunRow.Outcome.SKIPPED, _("Somebody changed it since: it stays."))
        return self._told(each, RunRow.Outcome.CHANGED)

    def _delete_account(self, account_id: int | None) -> None:
        """An account that was made for this row goes too when nothing hangs on it."""
        account = all_visible("account", self._user).filter(pk=account_id, version=1, gone_at=None).first()
        if account is None or not may(self._user, "delete", account) or self._touched([account.actor_id]):
            return
        if not (account.contacts.filter(gone_at=None).exists() or account.deals.filter(gone_at=None).exists()):
            delete_record(account, self._user)

    def _put_back(self, subject: AnyRecord, before: Mapping[str, Any]) -> bool:
        """The values that are still as the run left them."""
        changes = before.get("values", {})
        if "field" in before:
            changes = {before["field"]: [before["old"], before["new"]]}
        back: dict[str, object] = {}
        for key, (old, new) in changes.items():
            field = self._fields.get(key)
            if field is not None and as_json(value_of(subject, field)) == new:
                back[key] = old
        if back:
            verbs.change(subject, self._user, back)
        tags_back = "tags" in before and self._put_tags_back(subject, before)
        return bool(back) or tags_back or ("version" in before and not changes)

    def _put_tags_back(self, subject: AnyRecord, before: Mapping[str, Any]) -> bool:
        rows = Tagging.objects.filter(actor=subject.actor_id).order_by("tag__name")
        if list(rows.values_list("tag__name", flat=True)) != before["tags_after"]:
            return False
        set_tags(subject, self._user, before["tags"])
        return True

    def _told(self, each: RunRow, outcome: str, message: str = "") -> RunRow:
        return row(self._run, each.number, outcome, message, record=each.record)


def _is_alone(each: RunRow) -> bool:
    """A record that was made, and no account with it."""
    return each.outcome == RunRow.Outcome.MADE and not each.before.get("account")
