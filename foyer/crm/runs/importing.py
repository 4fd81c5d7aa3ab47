"""Imports: rows are read and checked, looked for among what is known, and stored batch by batch (E35, issue 3)."""

from collections import deque
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.access import may, require
from foyer.crm.actions.identifiers import told_of
from foyer.crm.actions.records import Invalid, change_record, first_values, value_of
from foyer.crm.actions.storing import touch
from foyer.crm.actions.tags import set_tags
from foyer.crm.fields.rights import writable_fields
from foyer.crm.fields.stored import as_json
from foyer.crm.models import Run, RunRow, Source, Stage, Tagging
from foyer.crm.modules import AnyRecord
from foyer.crm.runs.cells import Cells
from foyer.crm.runs.files import file_of
from foyer.crm.runs.lines import Line, Lines
from foyer.crm.runs.making import Maker
from foyer.crm.runs.matching import Key, Matcher
from foyer.crm.runs.selection import as_module
from foyer.crm.runs.words import add_words
from foyer.crm.runs.work import Batch, Unfit, row
from foyer.events.actions import record
from foyer.identity import actions as identity
from foyer.identity.models import Claim, Level
from foyer.lib.sheets import open_sheet
from foyer.lib.text import folded
from foyer.team.models import User
from foyer.team.rights import rights_of
from foyer.team.types import Refusal

OUTSIDE = ("emails", "phones", "tags")


class ImportWork:
    """One file. What is known already is left out, filled up or changed, as the plan says."""

    def __init__(self, run: Run) -> None:
        self._run, self._user, self._plan = run, run.user, run.plan
        self._module = as_module(run.module)
        require(run.user, "create", self._module)
        self._path = file_of(run)
        if not run.stored or not self._path.exists():
            raise Unfit(_("The file is not kept any more. Upload it again."))
        sheet = open_sheet(self._path)
        self._fields = writable_fields(run.user, self._module)
        self._cells = Cells(run.user, run.plan.get("order", "dmy"))
        self._lines = Lines(self._module, self._fields, run.plan["mapping"], sheet.head, self._cells)
        self._matcher = Matcher(self._module, run.user, run.plan.get("match", ()))
        self._maker = Maker(self._module, run.user, self._fields, f"import:{run.pk}")
        self._first = self._first_values()
        self._makes_accounts = rights_of(run.user).may("account", "create")
        self._sheet, self._read = sheet, -1
        self._rows: Iterator[tuple[int, list[str]]] = iter(())
        self._ahead: deque[Line] = deque()
        self._seen: set[Key] = set()
        self.is_dry = bool(run.plan.get("dry"))
        self.starts_over = self.is_dry

    def count(self) -> int:
        """All rows are looked at once, so that a broken file is refused before anything is stored."""
        return sum(1 for _row in self._sheet.rows())

    def next_batch(self, position: int, size: int) -> Batch:
        """Lines up to the first one that an earlier line of the batch makes known."""
        if self._read != position:
            self._rows, self._ahead = self._after(position), deque()
        while len(self._ahead) < size and (read := next(self._rows, None)) is not None:
            self._ahead.append(self._lines.read(*read))
        lines = [self._ahead[place] for place in range(min(size, len(self._ahead)))]
        known = self._matcher.find(lines)
        taken: list[tuple[Line, AnyRecord | None]] = []
        here: set[Key] = set()
        for line in lines:
            keys = self._matcher.keys(line)
            if line.number not in known and here.intersection(keys) and not self.is_dry:
                break
            here.update(keys)
            taken.append((line, known.get(line.number)))
            self._ahead.popleft()
        self._read = taken[-1][0].number if taken else position
        return Batch(taken, self._read)

    def store(self, batch: Batch) -> list[RunRow]:
        """New records together, known ones each by itself."""
        told: dict[int, RunRow] = {}
        new: list[Line] = []
        for line, known in batch.items:
            if self._plan.get("unknown") == "create" and line.unknown and self._user.is_administrator:
                self._learn(line)
            if errors := line.errors or self._wrong(line, known):
                told[line.number] = self._told(line, RunRow.Outcome.FAILED, " ".join(errors))
            elif known is not None and self._plan.get("known") != "create":
                told[line.number] = self._known(line, known)
            elif self.is_dry:
                told[line.number] = self._tried(line)
            else:
                new.append(line)
        told |= {each.number: each for each in self._made(new)}
        return [told[line.number] for line, _known in batch.items]

    def end(self) -> None:
        """The file stays for a week, so that one can look at it again."""

    def _after(self, position: int) -> Iterator[tuple[int, list[str]]]:
        return ((number, cells) for number, cells in self._sheet.rows() if number > position)

    def _first_values(self) -> dict[str, Any]:
        """What a record has where the file says nothing."""
        values: dict[str, Any] = dict(first_values(self._module))
        if "stage" in values:
            values["stage"] = Stage.objects.select_related("pipeline").get(pk=values["stage"])
        owner = self._plan.get("owner", self._user.pk)
        values["owner"] = User.objects.filter(pk=owner, is_active=True).first() if owner else None
        return values | {"source": Source.IMPORT.value}

    def _wrong(self, line: Line, known: AnyRecord | None) -> list[str]:
        if line.company and not self._makes_accounts and not self._maker.accounts_named([line.company], make=False)[0]:
            return [_("There is no “%(name)s”.") % {"name": line.company[:60]}]
        return [] if known is not None else self._lines.missing(line, self._first)

    def _learn(self, line: Line) -> None:
        """New words go into their lists; then the row is read again without its errors."""
        add_words(line.unknown)
        self._fields = writable_fields(self._user, self._module)
        self._cells = Cells(self._user, self._plan.get("order", "dmy"))
        self._lines = Lines(self._module, self._fields, self._plan["mapping"], self._sheet.head, self._cells)
        fresh = self._lines.read(line.number, line.cells)
        line.values, line.errors = fresh.values, fresh.errors

    def _tried(self, line: Line) -> RunRow:
        keys = set(self._matcher.keys(line))
        known = bool(keys & self._seen) and self._plan.get("known") != "create"
        self._seen |= keys
        if known:
            return self._told(line, RunRow.Outcome.SKIPPED, _("The same stands in a row above."))
        return self._told(line, RunRow.Outcome.MADE)

    def _made(self, lines: list[Line]) -> list[RunRow]:
        if not lines:
            return []
        names = [line.company for line in lines if line.company]
        accounts, new = self._maker.accounts_named(names, make=True) if names else ({}, set())
        made = self._maker.make(lines, self._first, accounts)
        rows = []
        for line, one in zip(lines, made, strict=True):
            before: dict[str, Any] = {"version": one.version}
            account = accounts.get(folded(line.company)) if line.company else None
            if account is not None and account.pk in new:
                before["account"] = account.pk
                new.discard(account.pk)
            rows.append(self._told(line, RunRow.Outcome.MADE, record=one.pk, **before))
        return rows

    def _known(self, line: Line, known: AnyRecord) -> RunRow:
        if self._plan.get("known", "skip") == "skip":
            return self._told(line, RunRow.Outcome.SKIPPED, _("This is known already."), record=known.pk)
        if not may(self._user, "edit", known):
            return self._told(line, RunRow.Outcome.FAILED, _("You may not change this record."), record=known.pk)
        if self.is_dry:
            return self._told(line, RunRow.Outcome.CHANGED, record=known.pk)
        try:
            with transaction.atomic():
                before = self._changed(line, known)
        except PermissionDenied:
            return self._told(line, RunRow.Outcome.FAILED, _("You may not change this record."), record=known.pk)
        except (Invalid, Refusal) as refusal:
            return self._told(line, RunRow.Outcome.FAILED, str(refusal.args[0]), record=known.pk)
        if not before:
            return self._told(line, RunRow.Outcome.SKIPPED, _("It was so already."), record=known.pk)
        return self._told(line, RunRow.Outcome.CHANGED, record=known.pk, version=known.version, **before)

    def _changed(self, line: Line, known: AnyRecord) -> dict[str, Any]:
        """Changes a record; returns what undoing needs, nothing when it was so already."""
        values = {key: value for key, value in line.values.items() if key not in OUTSIDE}
        if line.company and self._module in {"contact", "deal"}:
            accounts, _new = self._maker.accounts_named([line.company], make=self._makes_accounts)
            values["account"] = next(iter(accounts.values()))
        old = {key: value_of(known, self._fields[key]) for key in values}
        if self._plan.get("known") == "fill":
            values = {key: value for key, value in values.items() if old[key] in (None, "", [])}
        changes = {key: (as_json(old[key]), as_json(value)) for key, value in values.items()}
        changes = {key: pair for key, pair in changes.items() if pair[0] != pair[1]}
        before: dict[str, Any] = {}
        if changes:
            change_record(known, self._user, {key: values[key] for key in changes})
            before["values"] = changes
        if self._showed(known, line):
            before.setdefault("values", {})
        return before | self._tagged(known, line)

    def _showed(self, known: AnyRecord, line: Line) -> bool:
        """Adds addresses and numbers that the record has not; whether there were any."""
        mine = Claim.objects.filter(actor=known.actor_id, retracted_at=None)
        had = set(mine.values_list("identifier__kind", "identifier__value"))
        claims = [self._claim(known, *pair) for pair in line.identifiers if pair not in had]
        new = [claim for claim in claims if claim and claim.retracted_at is None]
        if new:
            touch(known)
            record(*(told_of(known, self._user, claim.identifier) for claim in new))
        return bool(new)

    def _claim(self, known: AnyRecord, kind: str, value: str) -> Claim | None:
        return identity.claim(
            known.actor,
            kind,
            value,
            event_ref=f"import:{self._run.pk}",
            level=Level.ATTESTED,
            way=Claim.Way.IMPORT,
            name=known.name,
            user=self._user,
        )

    def _tagged(self, known: AnyRecord, line: Line) -> dict[str, Any]:
        rows = Tagging.objects.filter(actor=known.actor_id).order_by("tag__name")
        had = list(rows.values_list("tag__name", flat=True))
        if not {folded(tag) for tag in line.values.get("tags", ())} - {folded(tag) for tag in had}:
            return {}
        set_tags(known, self._user, [*had, *line.values["tags"]])
        return {"tags": had, "tags_after": list(rows.values_list("tag__name", flat=True))}

    def _told(self, line: Line, outcome: str, message: str = "", **facts: Any) -> RunRow:
        return row(self._run, line.number, outcome, message, **facts)
