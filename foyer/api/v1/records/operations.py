"""What operations take and answer where ninja cannot know it, as a table for the description."""

import dataclasses
from typing import Any

from pydantic import BaseModel

from foyer.api.v1.canned import CannedReplyIn, CannedReplyOut, CannedReplyPage
from foyer.api.v1.event_shapes import EventsIn, EventsOut
from foyer.api.v1.mailings import MailingIn, MailingOut, MailingPage
from foyer.api.v1.portal_settings import PortalIn
from foyer.api.v1.portals import PortalOut
from foyer.api.v1.records.answers import ConversionOut, HeldOut, MergeOut, NoteOut, NotePage
from foyer.api.v1.records.shapes import ConversionIn, HandleIn, MergeIn, NoteIn, PartyIn
from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName

Json = dict[str, Any]
IF_MATCH: Json = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag that was read: 412 when there is another by now.",
}
IDEMPOTENCY_KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
    "description": "The same key and body within a day give the same answer, and nothing is done twice.",
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What ninja cannot know of an operation. Names of schemas stand for those made of the table of fields."""

    answer: str | type[BaseModel] | None = None
    status: int = 200
    body: str | type[BaseModel] | None = None
    parameters: tuple[Json, ...] = ()
    needs_body: bool = True
    has_version: bool = False


def operations() -> dict[str, Told]:
    """By id of the operation."""
    found = {
        "event_create": Told(answer=EventsOut, status=202, body=EventsIn, parameters=(IDEMPOTENCY_KEY,)),
        "note_list": Told(answer=NotePage),
        "note_one": Told(answer=NoteOut, has_version=True),
        "note_create": _made(NoteOut, NoteIn),
        "note_change": _changed(NoteOut, NoteIn),
        "note_delete": _gone(IF_MATCH),
        "note_restore": Told(answer=NoteOut, has_version=True),
        "canned_list": Told(answer=CannedReplyPage),
        "canned_one": Told(answer=CannedReplyOut, has_version=True),
        "canned_create": _made(CannedReplyOut, CannedReplyIn),
        "canned_change": _changed(CannedReplyOut, CannedReplyIn),
        "canned_delete": _gone(IF_MATCH),
        "portal_one": Told(answer=PortalOut, has_version=True),
        "portal_change": _changed(PortalOut, PortalIn),
        "mailing_list": Told(answer=MailingPage),
        "mailing_one": Told(answer=MailingOut),
        "mailing_create": Told(answer=MailingOut, status=201, body=MailingIn, parameters=(IDEMPOTENCY_KEY,)),
        "mailing_stop": Told(answer=MailingOut),
        "lead_convert": Told(answer=ConversionOut, status=201, body=ConversionIn, needs_body=False),
        "lead_undo_conversion": Told(answer="Lead", has_version=True),
        "deal_put_contact": Told(answer="Deal", body=PartyIn, has_version=True, needs_body=False),
        "deal_take_contact_off": _gone(),
    }
    for module in MODULES:
        found |= _of_module(module, module.title())
    return found


def _of_module(module: ModuleName, name: str) -> dict[str, Told]:
    return {
        f"{module}_list": Told(answer=f"{name}Page"),
        f"{module}_one": Told(answer=name, has_version=True),
        f"{module}_create": _made(name, f"{name}In"),
        f"{module}_change": _changed(name, f"{name}In"),
        f"{module}_delete": _gone(IF_MATCH),
        f"{module}_restore": Told(answer=name, has_version=True),
        f"{module}_identifiers": Told(answer=HeldOut, has_version=True),
        f"{module}_describe_identifier": _changed(HeldOut, HandleIn),
        f"{module}_take_identifier_off": _gone(IF_MATCH),
        f"{module}_merge": Told(answer=MergeOut, status=201, body=MergeIn, parameters=(IDEMPOTENCY_KEY,)),
        f"{module}_undo_merge": Told(answer=name, has_version=True),
    }


def _made(answer: str | type[BaseModel], body: str | type[BaseModel]) -> Told:
    return Told(answer=answer, status=201, body=body, parameters=(IDEMPOTENCY_KEY,), has_version=True)


def _changed(answer: str | type[BaseModel], body: str | type[BaseModel]) -> Told:
    return Told(answer=answer, body=body, parameters=(IF_MATCH,), has_version=True)


def _gone(*parameters: Json) -> Told:
    return Told(status=204, parameters=parameters)
