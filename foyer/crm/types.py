"""What crosses the border of this folder: its events and cards."""

import dataclasses
from decimal import Decimal
from typing import Any, ClassVar, Generic, Literal, TypeVar

from foyer.events.types import Happening

Module = Literal["lead", "contact"]
ModuleName = Literal["lead", "contact", "account", "deal", "activity"]
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
class AccountCreated(Happening):
    """An account is new."""

    subject_type: ClassVar[str] = "account"
    source: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DealCreated(Happening):
    """A deal is new."""

    subject_type: ClassVar[str] = "deal"
    source: str


FieldModule = ModuleName | Literal["visit"]
"""What custom fields can be added to."""


@dataclasses.dataclass(frozen=True, slots=True)
class VisitRef:
    """A visit as what notes and files hang on; what else it is is known above (F32, F33)."""

    id: int
    actor_id: int
    portal_id: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten(Happening):
    """A colleague wrote a note on a record, or on a visit: then `module` is "visit"."""

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
    """Somebody changed one field of a record (E16). `old` and `new` are what people read, `was` brings it back."""

    subject_type: ClassVar[str] = "record"
    module: str
    field: str
    old: str
    new: str
    was: Any = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DealMoved(Happening):
    """A deal went to another stage; `old` and `new` are stage ids, `state` is where the sale stands now."""

    subject_type: ClassVar[str] = "record"
    module: str = "deal"
    old: int
    new: int
    state: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DealContactChanged(Happening):
    """A contact came into a deal, left it, or has another role; `old` and `new` are roles, None for not there."""

    subject_type: ClassVar[str] = "record"
    module: str = "deal"
    contact: int
    name: str
    old: str | None
    new: str | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RecordDeleted(Happening):
    """A record went to the recycle bin."""

    subject_type: ClassVar[str] = "record"
    module: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RecordRestored(Happening):
    """A record came back from the recycle bin."""

    subject_type: ClassVar[str] = "record"
    module: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TagsChanged(Happening):
    """Tags were put on a record or taken off it."""

    subject_type: ClassVar[str] = "record"
    module: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


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


@dataclasses.dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list, and where the next page begins; None on the last."""

    items: list[Row]
    next_cursor: str | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LeadConverted(Happening):
    """A lead became a customer; the subject is the lead, `conversion` undoes it (F205, D11)."""

    subject_type: ClassVar[str] = "lead"
    conversion: int
    contact: int | None = None
    account: int | None = None
    deal: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ConversionUndone(Happening):
    """A converted lead came back; `kept` are the modules of what was made and has been worked on since."""

    subject_type: ClassVar[str] = "lead"
    conversion: int
    kept: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RecordsMerged(Happening):
    """A record was merged into the subject; `merge` undoes it (B1)."""

    subject_type: ClassVar[str] = "record"
    module: str
    merge: int
    gone: int
    name: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class MergeUndone(Happening):
    """Two merged records are two again."""

    subject_type: ClassVar[str] = "record"
    module: str
    merge: int
    gone: int
    name: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PoolChanged(Happening):
    """A pool or a rule of assignment was changed; `what` says which of the two."""

    subject_type: ClassVar[str] = "pool"
    changes_settings: ClassVar[bool] = True
    what: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CrmSettingsChanged(Happening):
    """The mode of the CRM, or the mapping of a conversion, was changed (D11)."""

    subject_type: ClassVar[str] = "crm_settings"
    changes_settings: ClassVar[bool] = True
    what: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PairDismissed(Happening):
    """Somebody said that two records are not the same; the subject is the older one."""

    subject_type: ClassVar[str] = "record"
    module: str
    other: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PairTakenUp(Happening):
    """Two records may be the same after all."""

    subject_type: ClassVar[str] = "record"
    module: str
    other: int
