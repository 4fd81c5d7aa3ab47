"""What a field is."""

import dataclasses
import enum
from collections.abc import Mapping
from typing import Any

from foyer.crm.types import ModuleName

NO_OPTIONS: Mapping[str, Any] = {}


class Kind(enum.StrEnum):
    """What a field holds; it decides how a value is read, written, compared and shown."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    MOMENT = "moment"
    FLAG = "flag"
    CHOICE = "choice"
    MULTI = "multi"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    COUNTRY = "country"
    USER = "user"
    RECORD = "record"
    STAGE = "stage"
    FORMULA = "formula"
    TAGS = "tags"
    EMAILS = "emails"
    PHONES = "phones"


CUSTOM_KINDS = (
    Kind.TEXT,
    Kind.LONG,
    Kind.NUMBER,
    Kind.MONEY,
    Kind.DATE,
    Kind.MOMENT,
    Kind.CHOICE,
    Kind.MULTI,
    Kind.FLAG,
    Kind.EMAIL,
    Kind.PHONE,
    Kind.URL,
    Kind.USER,
    Kind.RECORD,
    Kind.FORMULA,
)
"""The kinds that an administrator can add (issue 3, F50)."""
VISIT_KINDS = tuple(kind for kind in CUSTOM_KINDS if kind not in {Kind.USER, Kind.RECORD, Kind.FORMULA})
"""The kinds of a field of visits: what a page can tell (F50)."""
NUMERIC = frozenset({Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.FORMULA})


class BadValue(ValueError):
    """A value that a field cannot take. Its text is a sentence for people, with what to do."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a module.

    `path` is the ORM path of its value, `custom__c_size` for custom fields, empty when it is no column. `choices` names
    a pick list of `foyer.crm.choices`; those of a custom field stand in `options`. `target` is the module that a record
    link points to, of which the user does not see all records where the field `is_partly_seen`.
    """

    module: ModuleName
    key: str
    label: Any
    kind: Kind
    path: str
    max_length: int = 255
    choices: str = ""
    target: ModuleName | None = None
    is_custom: bool = False
    is_required: bool = False
    is_writable: bool = True
    is_nullable: bool = False
    is_partly_seen: bool = False
    options: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def is_sortable(self) -> bool:
        """Lists can be in its order: it would tell what linked records are called that the user does not see (T7)."""
        return (
            bool(self.path)
            and not self.is_partly_seen
            and self.kind not in {Kind.LONG, Kind.MULTI, Kind.TAGS, Kind.FORMULA}
        )

    @property
    def is_filterable(self) -> bool:
        """Views can filter by it; formulas are computed after the rows are read."""
        return self.kind != Kind.FORMULA
