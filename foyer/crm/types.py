"""What crosses the border of this folder: its events and cards."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import ClassVar, Generic, Literal, TypeVar

from foyer.events.types import Happening

Module = Literal["lead", "contact"]
PersonKind = Literal["customer", "potential", "lead", "contact"]
Row = TypeVar("Row")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LeadCreated(Happening):
    """A lead is new; `source` is where it came from (F182)."""

    subject_type: ClassVar[str] = "lead"
    source: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ContactCreated(Happening):
    """A contact is new."""

    subject_type: ClassVar[str] = "contact"
    source: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten(Happening):
    """A colleague wrote a note on a record."""

    subject_type: ClassVar[str] = "note"
    module: str
    record: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged(Happening):
    """A lead went on; `old` and `new` are values of Lead.Status."""

    subject_type: ClassVar[str] = "record"
    module: str
    old: str
    new: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OwnerChanged(Happening):
    """A record has another owner; `old` and `new` are user ids."""

    subject_type: ClassVar[str] = "record"
    module: str
    old: int | None
    new: int | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FieldChanged(Happening):
    """Somebody changed one field of a record, from `old` to `new` (E16)."""

    subject_type: ClassVar[str] = "record"
    module: str
    field: str
    old: str
    new: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierTakenOff(Happening):
    """An e-mail address or phone number was taken off a record; `decision` undoes it (D18)."""

    subject_type: ClassVar[str] = "record"
    module: str
    identifier_kind: str
    value: str
    decision: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """Who an actor is for the CRM, and what kind of visitor that makes them (D3, D9)."""

    module: Module
    id: int
    name: str
    company: str
    owner_id: int | None
    owner_name: str
    kind: PersonKind
    reason: str
    revenue: Decimal
    actor_id: int
    also: tuple[tuple[Module, int], ...] = ()
    """Other records of the same person: they are flagged as duplicates, the person is listed once (D3)."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A lead or contact as lists show it."""

    module: Module
    id: int
    actor_id: int
    name: str
    company: str
    email: str
    phone: str
    status: str
    source: str
    owner_id: int | None
    owner_name: str
    created_at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list, and where the next page begins; None on the last."""

    items: list[Row]
    next_cursor: str | None
