"""What a field looks like in JSON, by its kind: the types that are read, and their JSON Schema for the description."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, StringConstraints, TypeAdapter
from pydantic import Field as Constrained

from foyer.api.v1.paging import MAX_ID
from foyer.crm.fields.kinds import MAX_MULTI, MAX_TAG
from foyer.crm.fields.types import Field, Kind

MAX_TEXT = 10_000
MAX_LINE = 255
LABELS = Literal["", "work", "private", "mobile", "fax", "other"]

Line = Annotated[str, StringConstraints(strict=True, max_length=MAX_LINE)]
Text = Annotated[str, StringConstraints(strict=True, max_length=MAX_TEXT)]
MOST = 10**12
Whole = Annotated[int, Constrained(strict=True, ge=-MOST, le=MOST)]
Number = Whole | Annotated[float, Constrained(strict=True, ge=-MOST, le=MOST)] | Line
RecordId = Annotated[int, Constrained(strict=True, ge=1, le=MAX_ID)]
Flag = Annotated[bool, Constrained(strict=True)]
Word = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=MAX_LINE)]


class Strict(Schema):
    """An object with these properties and no others."""

    model_config = ConfigDict(extra="forbid")


class EmailIn(Strict):
    """An e-mail address to add. `kind` is yours to choose; `primary` makes it the first."""

    email: Word
    kind: LABELS = ""
    primary: Flag = False


class PhoneIn(Strict):
    """A phone number to add, with its country code."""

    phone: Word
    kind: LABELS = ""
    primary: Flag = False


class Link(Schema):
    """A user or record as the API tells it: only the id counts."""

    id: RecordId


class About(Strict):
    """The record that something is about."""

    module: Literal["lead", "contact", "account", "deal"]
    id: RecordId


class ActivityMore(Strict):
    """What an activity takes beside its fields. `record` only when it is made; null: work of one's own."""

    record: About | None = None
    done: Flag | None = None


class AboutVisit(Strict):
    """The visit that a note is about."""

    module: Literal["visit"]
    id: RecordId


class NoteIn(Strict):
    """What a note says; `record`, a record or a visit, is asked for when it is written."""

    text: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=MAX_TEXT)]
    record: About | AboutVisit | None = None


class HandleIn(Strict):
    """Of what kind an address or number is, and whether it is the first."""

    kind: LABELS | None = None
    primary: Flag = False


class PartyIn(Strict):
    """The role of a contact in a deal, of the pick list of roles."""

    role: Line = ""


class ConversionIn(Strict):
    """What a lead becomes. An id chooses what is there already, `new_…` makes one, and else there is none."""

    contact: RecordId | None = None
    new_contact: Flag = True
    account: RecordId | None = None
    new_account: Flag = False
    account_name: Annotated[str, StringConstraints(strict=True, max_length=120)] = ""
    new_deal: Flag = False
    deal_name: Annotated[str, StringConstraints(strict=True, max_length=120)] = ""
    amount: Number | None = None
    stage: RecordId | Line | None = None


class MergeIn(Strict):
    """The record that goes, and by key of field whose value stays; else the kept record's, where it has one."""

    record: RecordId
    values: dict[Line, Literal["kept", "gone"]] = Constrained(default_factory=dict)


LINE: TypeAdapter[Any] = TypeAdapter(Line | None)
LONG: TypeAdapter[Any] = TypeAdapter(Text | None)
SHAPES: dict[Kind, TypeAdapter[Any]] = {
    **dict.fromkeys(Kind, LINE),
    Kind.LONG: LONG,
    **dict.fromkeys((Kind.NUMBER, Kind.MONEY, Kind.PERCENT), TypeAdapter(Number | None)),
    Kind.FLAG: TypeAdapter(Flag | None),
    Kind.USER: TypeAdapter(RecordId | Line | Link | None),
    Kind.STAGE: TypeAdapter(RecordId | Line | Link | None),
    Kind.RECORD: TypeAdapter(RecordId | Link | None),
    Kind.MULTI: TypeAdapter(Annotated[list[Line], Constrained(max_length=MAX_MULTI)] | None),
    Kind.TAGS: TypeAdapter(
        Annotated[
            list[Annotated[str, StringConstraints(strict=True, max_length=MAX_TAG)]], Constrained(max_length=MAX_MULTI)
        ]
        | None
    ),
    Kind.EMAILS: TypeAdapter(Annotated[list[Word | EmailIn], Constrained(max_length=MAX_MULTI)] | None),
    Kind.PHONES: TypeAdapter(Annotated[list[Word | PhoneIn], Constrained(max_length=MAX_MULTI)] | None),
}
"""By kind: what may be written. Whether the value itself will do is asked by `crm.fields.kinds`."""


def shape_of(field: Field) -> TypeAdapter[Any]:
    """What may be written into this field."""
    return SHAPES[field.kind]
