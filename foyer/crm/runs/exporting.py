"""Exports: a list as it is on the screen, or every field with its key, which an import reads back (B15, T18)."""

from typing import Any

from django.utils.translation import gettext as _

from foyer.crm.access import require, visible
from foyer.crm.fields.rights import shown_fields
from foyer.crm.fields.types import Kind
from foyer.crm.lists.order import Order, order_by
from foyer.crm.models import Run
from foyer.crm.modules import MODULES
from foyer.crm.runs.columns import Beside, key_columns, screen_columns
from foyer.crm.runs.filing import STEP, Filing
from foyer.crm.runs.selection import as_module, selected
from foyer.crm.runs.work import Batch

NAME = "name"
"""The first column of a list of people: their name, which is no field of its own."""
FEW = ("owner", "created_by", "actor")
"""Related rows that no cell needs one by one: people are looked up once, an actor is a number here."""


class ExportWork(Filing):
    """Records of a module."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._module = as_module(run.module)
        require(run.user, "export", self._module)
        fields = shown_fields(run.user, self._module)
        self._is_screen = run.plan.get("shape") != "keys"
        wanted = run.plan.get("columns") or []
        keys = [key for key in wanted if key in fields or key == NAME] if self._is_screen else list(fields)
        self._fields = {key: fields.get(key) for key in keys}
        self._kinds = frozenset(field.kind for field in self._fields.values() if field)
        order = order_by(run.plan.get("sort") or "-created_at", fields)
        self._order = order or Order("created_at", descending=True)
        self._related = [name for name in MODULES[self._module].related if name not in FEW]
        self._readers = (screen_columns if self._is_screen else key_columns)(self._fields)

    def count(self) -> int:
        """Decides which rows, in the order of the list, and writes the head."""
        rows = selected(self._module, self._run.user, self._run.plan["selection"])
        self._ids = list(self._order.sorted(rows).values_list("pk", flat=True))
        self._begin(str(MODULES[self._module].title), self._head())
        return len(self._ids)

    def next_batch(self, position: int, size: int) -> Batch:
        """Writes the next records into the file, outside of any transaction; what is gone by now is left out."""
        ids = self._ids[position : position + max(size, STEP)]
        rows = visible(self._module, self._run.user).select_related(*self._related).in_bulk(ids) if ids else {}
        self._write([rows[pk] for pk in ids if pk in rows])
        return Batch(ids, position + len(ids), len(rows))

    def _write(self, records: list[Any]) -> None:
        beside = Beside(records, self._kinds & {Kind.EMAILS, Kind.PHONES, Kind.TAGS})
        put, readers = self._file.row, self._readers
        for record in records:
            cells = [read(record, beside) for read in readers]
            put(cells if self._is_screen else [record.pk, *cells])

    def _head(self) -> list[str]:
        if not self._is_screen:
            return ["id", *self._fields]
        return [str(field.label) if field else _("Name") for field in self._fields.values()]
