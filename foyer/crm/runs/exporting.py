"""Exports: a list as it is on the screen, or every field with its key, which an import reads back (B15, T18)."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from foyer.crm.access import require
from foyer.crm.choices import words_of
from foyer.crm.fields.rights import shown_fields
from foyer.crm.fields.stored import as_json, formula, from_json
from foyer.crm.fields.types import Field, Kind
from foyer.crm.fields.words import plain_text
from foyer.crm.models import Run, RunRow, Stage, Tagging
from foyer.crm.modules import MODULES, AnyRecord
from foyer.crm.pipelines import stage_word
from foyer.crm.runs.files import file_of
from foyer.crm.runs.selection import as_module, selected
from foyer.crm.runs.work import Batch
from foyer.identity.models import Claim
from foyer.lib.phones import phone_for_people
from foyer.lib.sheets import CsvWriter, Writer, XlsxWriter
from foyer.team.models import User

STEP = 500
NAME = "name"
"""The first column of a list of people: their name, which is no field of its own."""


class ExportWork:
    """One file. It is written anew after a crash, because half a file is in no table."""

    starts_over = True

    def __init__(self, run: Run) -> None:
        self._run, self._module = run, as_module(run.module)
        require(run.user, "export", self._module)
        fields = shown_fields(run.user, self._module)
        self._is_screen = run.plan.get("shape") != "keys"
        wanted = run.plan.get("columns") or []
        keys = [key for key in wanted if key in fields or key == NAME] if self._is_screen else list(fields)
        self._fields = {key: fields.get(key) for key in keys}
        self._rows = selected(self._module, run.user, run.plan["selection"])
        self._cells = (_Screen if self._is_screen else _Keys)(run.user, self._fields)
        self._writer: Writer | None = None

    def count(self) -> int:
        """Also writes the head."""
        path = file_of(self._run)
        title = str(MODULES[self._module].title)
        xlsx = self._run.plan.get("format") == "xlsx"
        self._writer = XlsxWriter(path, title) if xlsx else CsvWriter(path, mark=bool(self._run.plan.get("mark", True)))
        self._writer.row(self._head())
        return int(self._rows.count())

    def next_batch(self, position: int, size: int) -> Batch:
        """The next records, the newest first as lists have them."""
        related = MODULES[self._module].related
        rows = self._rows.select_related(*related).order_by("-pk")
        found = list((rows.filter(pk__lt=-position) if position else rows)[: max(size, STEP)])
        return Batch(found, -found[-1].pk if found else position)

    def store(self, batch: Batch) -> list[RunRow]:
        """Writes them into the file; an export has no report of its rows."""
        beside = Beside(batch.items) if self._module != "activity" else Beside([])
        for record in batch.items:
            cells = [self._cells.cell(record, key, field, beside) for key, field in self._fields.items()]
            self._file.row(cells if self._is_screen else [record.pk, *cells])
        self._run.done += len(batch.items)
        return []

    def end(self) -> None:
        """The file is whole."""
        self._file.close()

    @property
    def _file(self) -> Writer:
        if self._writer is None:
            raise RuntimeError("count() begins the file")
        return self._writer

    def _head(self) -> list[str]:
        if not self._is_screen:
            return ["id", *self._fields]
        return [str(field.label) if field else _("Name") for field in self._fields.values()]


class Beside:
    """What stands in other tables, for all records of a batch: two queries."""

    def __init__(self, records: Sequence[AnyRecord]) -> None:
        actors = [record.actor_id for record in records]
        self.held: dict[tuple[int, str], list[str]] = defaultdict(list)
        self.tags: dict[int, list[str]] = defaultdict(list)
        if not actors:
            return
        claims = Claim.objects.filter(actor__in=actors, retracted_at=None).order_by("pk")
        for actor, kind, value in claims.values_list("actor", "identifier__kind", "identifier__value"):
            if value not in self.held[actor, kind]:  # the kind is no condition: SQLite would read all identifiers
                self.held[actor, kind].append(value)
        taggings = Tagging.objects.filter(actor__in=actors).order_by("tag__folded")
        for actor, name in taggings.values_list("actor", "tag__name"):
            self.tags[actor].append(name)


class _Screen:
    """Cells as people read them, with the words of the list."""

    def __init__(self, user: User, fields: Mapping[str, Field | None]) -> None:
        lists = {field.choices for field in fields.values() if field and field.choices}
        self._words = {name: words_of(name) for name in lists}

    def cell(self, record: Any, key: str, field: Field | None, beside: Beside) -> Any:
        """One cell."""
        if field is None:
            return record.name
        value = _value(record, field, beside)
        if value in (None, "", []):
            return ""
        if field.kind in {Kind.MONEY, Kind.NUMBER, Kind.PERCENT, Kind.FORMULA}:
            return value
        if field.kind == Kind.PHONES:
            return ", ".join(phone_for_people(one) for one in value)
        if field.kind in {Kind.CHOICE, Kind.MULTI}:
            parts = value if isinstance(value, list) else [value]
            return ", ".join(self._word(field, str(part)) for part in parts)
        return stage_word(value) if isinstance(value, Stage) else plain_text(field, value)

    def _word(self, field: Field, key: str) -> str:
        if field.choices:
            return self._words[field.choices].get(key, key)
        return next((one["label"] for one in field.options.get("choices", []) if one["key"] == key), key)


class _Keys:
    """Cells as an import reads them back."""

    def __init__(self, user: User, fields: Mapping[str, Field | None]) -> None:
        self._user = user

    def cell(self, record: Any, key: str, field: Field | None, beside: Beside) -> Any:
        """One cell."""
        value = _value(record, field, beside) if field else record.name
        if value in (None, "", []):
            return ""
        if isinstance(value, User):
            return value.email
        if isinstance(value, list):
            return "; ".join(str(one) for one in value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, Decimal):
            return value
        return as_json(value)


def _value(record: Any, field: Field, beside: Beside) -> Any:
    reader = _OUTSIDE.get(field.kind)
    if reader is not None:
        return reader(record, beside)
    if field.kind == Kind.FORMULA:
        return formula(field, record.custom)
    if field.is_custom:
        return from_json(field, record.custom.get(field.key))
    return getattr(record, field.path)


_OUTSIDE: dict[Kind, Callable[[Any, Beside], list[str]]] = {
    Kind.EMAILS: lambda record, beside: beside.held[record.actor_id, "email"],
    Kind.PHONES: lambda record, beside: beside.held[record.actor_id, "phone"],
    Kind.TAGS: lambda record, beside: beside.tags[record.actor_id],
}
