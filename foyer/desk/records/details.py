"""The details of a record: sections of fields with their values, and which of them the user may change."""

import dataclasses
from collections.abc import Mapping

from foyer.crm.access import may
from foyer.crm.fields.rights import shown_fields
from foyer.crm.fields.types import Field, Kind
from foyer.crm.layouts import laid_out
from foyer.crm.modules import AnyRecord, module_name
from foyer.desk.records.values import Shown, shown_values
from foyer.team.models import User
from foyer.team.rights import Rights, rights_of

OUTSIDE = frozenset({Kind.EMAILS, Kind.PHONES})


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One field with its value."""

    field: Field
    shown: Shown
    may_change: bool

    @property
    def key(self) -> str:
        """The field's key: names its fragment."""
        return self.field.key


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A section of the details. The first shows its empty fields, all others only what is filled."""

    title: str
    lines: tuple[Line, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Details:
    """All sections, the fields that are empty, and the tags."""

    parts: list[Part]
    empty: tuple[Line, ...]
    tags: Line | None
    values: Mapping[str, Shown]


def is_open(user: User, record: AnyRecord) -> bool:
    """Whether the user may change the record at all: not while it lies in the bin, nor once it was merged."""
    return not record.gone and may(user, "edit", record)


def changeable_fields(user: User, record: AnyRecord) -> dict[str, Field]:
    """The fields that the user may change on this record."""
    if not is_open(user, record):
        return {}
    rights, module = rights_of(user), module_name(record)
    return {key: field for key, field in shown_fields(user, module).items() if _writes(rights, user, record, field)}


def may_assign(user: User, record: AnyRecord) -> bool:
    """Owners give their records away, administrators all, and everybody takes what has no owner."""
    writes = rights_of(user).field(module_name(record), "owner") == "write"
    mine = user.is_administrator or record.owner_id in {None, user.pk}
    return writes and mine and is_open(user, record)


def details_of(record: AnyRecord, user: User) -> Details:
    """Everything that the user may see, in the order of the layout."""
    module = module_name(record)
    fields = {key: field for key, field in shown_fields(user, module).items() if field.kind not in OUTSIDE}
    lines = lines_of(record, user, fields)
    sections = laid_out(module, fields)
    placed = [(section.title, n, [lines[field.key] for field in section.fields]) for n, section in enumerate(sections)]
    parts = [Part(title, tuple(line for line in found if _stands(line, n))) for title, n, found in placed]
    empty = tuple(line for _title, n, found in placed for line in found if not _stands(line, n))
    return Details(
        parts=[part for part in parts if part.lines],
        empty=tuple(line for line in empty if line.may_change),
        tags=lines.get("tags"),
        values={key: line.shown for key, line in lines.items()},
    )


def lines_of(record: AnyRecord, user: User, fields: Mapping[str, Field]) -> dict[str, Line]:
    """These fields with their values, by key."""
    rights, writable = rights_of(user), is_open(user, record)
    shown = shown_values(record, fields.values(), user)
    return {
        key: Line(field, shown[key], writable and not shown[key].is_hidden and _writes(rights, user, record, field))
        for key, field in fields.items()
    }


def _stands(line: Line, place: int) -> bool:
    """Whether the line stands in its section: filled, or one of the first section to be filled."""
    return bool(line.shown.text) or (place == 0 and line.may_change)


def _writes(rights: Rights, user: User, record: AnyRecord, field: Field) -> bool:
    if not field.is_writable or rights.field(field.module, field.key) != "write":
        return False
    return field.key != "owner" or may_assign(user, record)
