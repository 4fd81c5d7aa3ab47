"""From a row of a file to values by key of field, with a sentence for each cell that cannot be read (E35)."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from foyer.crm.actions.records import Invalid, require_filled
from foyer.crm.fields.types import BadValue, Field, Kind
from foyer.crm.runs.cells import Cells, UnknownChoice
from foyer.crm.types import ModuleName
from foyer.identity.models import Identifier
from foyer.lib.text import clean_line, folded

ID, WHOLE_NAME = "id", "full_name"
"""Targets of a column that are no fields: our number of the record, and first and last name in one."""
MANY = frozenset({Kind.EMAILS, Kind.PHONES, Kind.TAGS, Kind.MULTI})
MAX_COMPANY = 120
HELD = {"emails": Identifier.Kind.EMAIL, "phones": Identifier.Kind.PHONE}


@dataclasses.dataclass(slots=True)
class Line:
    """One row. `company` is the name of an account that is looked up, or made, when the row is stored."""

    number: int
    values: dict[str, Any]
    cells: Sequence[str] = ()
    record_id: int | None = None
    company: str = ""
    errors: list[str] = dataclasses.field(default_factory=list)
    unknown: list[UnknownChoice] = dataclasses.field(default_factory=list)

    @property
    def identifiers(self) -> list[tuple[str, str]]:
        """Kind and value of each address and number."""
        return [(HELD[key].value, value) for key in HELD for value in self.values.get(key, ())]

    @property
    def name(self) -> str:
        """The name as it is compared."""
        words = ("last_name", "first_name") if "last_name" in self.values or "first_name" in self.values else ("name",)
        return folded(" ".join(str(self.values.get(key, "")) for key in words))


class Lines:
    """Reads the rows of one file: `mapping` has the target of each column, "" for those that are left out."""

    def __init__(
        self, module: ModuleName, fields: Mapping[str, Field], mapping: Sequence[str], head: Sequence[str], cells: Cells
    ) -> None:
        self._module, self._fields, self._cells = module, fields, cells
        self._columns = [
            (place, target, head[place])
            for place, target in enumerate(mapping[: len(head)])
            if target in fields or target in {ID, WHOLE_NAME}
        ]

    def read(self, number: int, row: Sequence[str]) -> Line:
        """One row."""
        line = Line(number, {}, row)
        for place, target, label in self._columns:
            text = row[place]
            if not text or not text.strip():
                continue
            try:
                self._take(line, target, text)
            except BadValue as error:
                line.errors.append(_("%(column)s: %(what)s") % {"column": label[:60], "what": error})
                if isinstance(error, UnknownChoice):
                    line.unknown.append(error)
        return line

    def missing(self, line: Line, first: Mapping[str, object]) -> list[str]:
        """What a new record would lack, as sentences."""
        filled = {**first, **line.values} | ({"account": line.company} if line.company else {})
        try:
            require_filled(self._module, self._fields, filled)
        except Invalid as invalid:
            labels = {key: field.label for key, field in self._fields.items()}
            return [
                _("%(column)s: %(what)s") % {"column": labels.get(key, key), "what": what}
                for key, what in invalid.errors.items()
            ]
        return []

    def _take(self, line: Line, target: str, text: str) -> None:
        if target == ID:
            line.record_id = _number(text)
        elif target == WHOLE_NAME:
            first, _space, last = clean_line(text, 160).rpartition(" ")
            line.values.setdefault("first_name", first[:80])
            line.values.setdefault("last_name", last[:80])
        elif target == "account" and self._module != "account":
            line.company = line.company or clean_line(text, MAX_COMPANY)
        else:
            self._take_field(line, self._fields[target], text)

    def _take_field(self, line: Line, field: Field, text: str) -> None:
        value = self._cells.read(field, text)
        if field.kind in MANY:
            line.values[field.key] = list(dict.fromkeys([*line.values.get(field.key, []), *value]))
        elif field.kind == Kind.LONG and line.values.get(field.key):
            line.values[field.key] = f"{line.values[field.key]}\n{value}"[: field.max_length]
        else:
            line.values.setdefault(field.key, value)


def _number(text: str) -> int:
    digits = text.strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 19):
        raise BadValue(_("This is not a number."))
    return int(digits)
