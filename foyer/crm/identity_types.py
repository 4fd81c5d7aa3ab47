"""What happens with who a record is: addresses and numbers that it shows, visitors who are its person (F186, B4)."""

import dataclasses
from typing import ClassVar

from foyer.events.types import Happening


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierShown(Happening):
    """A record that is there got an e-mail address or phone number: by hand, or because its visitor gave it."""

    subject_type: ClassVar[str] = "record"
    module: str
    identifier_kind: str
    value: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierDescribed(IdentifierShown):
    """An address or number of a record is of another kind, or has become the first of its sort."""

    label: str
    is_primary: bool


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierTakenOff(Happening):
    """An e-mail address or phone number was taken off a record; `decision` undoes it (D18)."""

    subject_type: ClassVar[str] = "record"
    module: str
    identifier_kind: str
    value: str
    decision: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class VisitorRecognised(Happening):
    """Somebody said that a visitor is the person of a record; `decision` undoes it (B4)."""

    subject_type: ClassVar[str] = "record"
    module: str
    decision: int
