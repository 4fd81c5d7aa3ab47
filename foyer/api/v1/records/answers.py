"""What records tell, as types: only for the description; `telling` builds the values."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from ninja import Schema
from pydantic import Field, TypeAdapter

from foyer.api.v1.references import PortalRef, UserRef, VisitorType
from foyer.api.v1.summaries import VisitsSummaryOut
from foyer.crm.fields.types import Kind
from foyer.crm.types import ModuleName

DealState = Literal["open", "won", "lost"]


class PageOf(Schema):
    """A page of records."""

    items: list[dict[str, Any]]
    next_cursor: str | None


class EmailOut(Schema):
    """An e-mail address. `kind`: as chosen, else person or role. Not confirmed: don't write to it unasked."""

    id: int
    email: str
    kind: str
    primary: bool
    confirmed: bool


class PhoneOut(Schema):
    """A phone number in E.164. `kind` is what somebody chose, else mobile, fixed_line or other."""

    id: int
    phone: str
    kind: str
    primary: bool
    confirmed: bool


class CustomerNumberOut(Schema):
    """What a website calls somebody who was logged in, signed by its server; `portal` is the website's id."""

    id: int
    number: str
    portal: int


class RecordRef(Schema):
    """A record that another one points to."""

    id: int
    name: str


class StageRef(Schema):
    """A step of a pipeline. `key` names those that are there from the start."""

    id: int
    key: str
    name: str
    meaning: Literal["open", "confirmed", "won", "lost"]


class PipelineRef(Schema):
    """A pipeline."""

    id: int
    name: str


class DealBrief(Schema):
    """A deal of a contact; `stage` is its state."""

    id: int
    name: str = ""
    amount: float = 0
    currency: str
    stage: DealState = "open"
    created_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None


class Party(Schema):
    """One more contact of a deal, with their role."""

    id: int
    name: str
    role: str


class OnRecord(Schema):
    """The record that something hangs on."""

    module: Literal["lead", "contact", "account", "deal"]
    id: int
    name: str


class NoteOut(Schema):
    """A note. `record` is null when that record was merged or converted."""

    id: int
    version: int
    record: OnRecord | None
    author: UserRef | None
    text: str
    at: dt.datetime
    changed_at: dt.datetime | None


class NotePage(Schema):
    """A page of notes."""

    items: list[NoteOut]
    next_cursor: str | None


class HeldOut(Schema):
    """The addresses and numbers of a record, as far as the owner of the token sees them."""

    emails: list[EmailOut] = Field(default_factory=list)
    phones: list[PhoneOut] = Field(default_factory=list)


class ConversionOut(Schema):
    """What a lead became, by id; null what it did not."""

    id: int
    contact: int | None
    account: int | None
    deal: int | None


class MergeOut(Schema):
    """A merge: DELETE takes it back."""

    id: int
    kept: int
    gone: int


TEXT: TypeAdapter[Any] = TypeAdapter(str | None)
NUMBER: TypeAdapter[Any] = TypeAdapter(float | None)
ANSWERS: Mapping[Kind, TypeAdapter[Any]] = {
    **dict.fromkeys(Kind, TEXT),
    **dict.fromkeys((Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.FORMULA), NUMBER),
    Kind.DATE: TypeAdapter(dt.date | None),
    Kind.MOMENT: TypeAdapter(dt.datetime | None),
    Kind.FLAG: TypeAdapter(bool | None),
    Kind.MULTI: TypeAdapter(list[str] | None),
    Kind.TAGS: TypeAdapter(list[str]),
    Kind.USER: TypeAdapter(UserRef | None),
    Kind.RECORD: TypeAdapter(RecordRef | None),
    Kind.STAGE: TypeAdapter(StageRef),
    Kind.EMAILS: TypeAdapter(list[EmailOut]),
    Kind.PHONES: TypeAdapter(list[PhoneOut]),
}
"""By kind of field."""

_PORTAL: dict[str, TypeAdapter[Any]] = {"portal": TypeAdapter(PortalRef | None)}
_PERSON: dict[str, TypeAdapter[Any]] = {
    **_PORTAL,
    "customer_numbers": TypeAdapter(list[CustomerNumberOut]),
    "visitor_type": TypeAdapter(VisitorType),
    "visits_summary": TypeAdapter(VisitsSummaryOut),
}
MORE: Mapping[ModuleName, Mapping[str, TypeAdapter[Any]]] = {
    "lead": _PERSON,
    "contact": {
        **_PERSON,
        "company": TypeAdapter(str),
        "revenue": TypeAdapter(float),
        "deals": TypeAdapter(list[DealBrief]),
    },
    "account": _PORTAL,
    "deal": {
        **_PORTAL,
        "currency": TypeAdapter(str),
        "state": TypeAdapter(DealState),
        "pipeline": TypeAdapter(PipelineRef),
        "contacts": TypeAdapter(list[Party]),
    },
    "activity": {"record": TypeAdapter(OnRecord | None)},
}
"""By module: what comes beyond the fields."""
