"""The addresses and numbers of one record: listed, described, taken off (F151, F186, D18)."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router

from foyer.api.v1.records import verbs
from foyer.api.v1.records.bodies import parsed
from foyer.api.v1.records.responses import json_response, nothing
from foyer.api.v1.records.routes import RecordId
from foyer.api.v1.records.shapes import HandleIn
from foyer.api.v1.records.showing import known_of
from foyer.api.v1.records.versions import asked_version, etag
from foyer.crm.access import may
from foyer.crm.actions import describe_identifier, take_identifier_off
from foyer.crm.actions.storing import locked
from foyer.crm.fields.rights import shown_fields, writable_fields
from foyer.crm.modules import MODULES, AnyRecord
from foyer.crm.types import ModuleName
from foyer.identity.models import Identifier
from foyer.team.models import User

FIELDS = {Identifier.Kind.EMAIL.value: "emails", Identifier.Kind.PHONE.value: "phones"}


def add_handle_routes(router: Router, module: ModuleName) -> None:
    """The routes below a record that has addresses and numbers."""

    @router.get(
        "/{record_id}/identifiers",
        url_name=f"{module}_identifiers",
        operation_id=f"{module}_identifiers",
        summary=f"E-mail addresses and phone numbers of a {module}",
    )
    def identifiers(request: HttpRequest, record_id: RecordId) -> HttpResponse:
        user = verbs.user_of(request, module)
        return _answer(user, module, record_id)

    @router.patch(
        "/{record_id}/identifiers/{identifier_id}",
        url_name=f"{module}_identifier",
        operation_id=f"{module}_describe_identifier",
        summary="Its kind, and whether it is the first",
    )
    def identifier_change(request: HttpRequest, record_id: RecordId, identifier_id: RecordId) -> HttpResponse:
        user = verbs.user_of(request, module)
        with transaction.atomic():
            subject = _holder(user, module, record_id, identifier_id, request.headers.get("If-Match"))
            told = parsed(request, HandleIn)
            describe_identifier(subject, user, identifier_id, label=told.kind, primary=told.primary)
        return _answer(user, module, record_id)

    @router.delete(
        "/{record_id}/identifiers/{identifier_id}",
        url_name=f"{module}_identifier",
        operation_id=f"{module}_take_identifier_off",
        summary="Take it off: whoever hung on it leaves",
    )
    def identifier_delete(request: HttpRequest, record_id: RecordId, identifier_id: RecordId) -> HttpResponse:
        user = verbs.user_of(request, module)
        with transaction.atomic():
            subject = _holder(user, module, record_id, identifier_id, request.headers.get("If-Match"))
            take_identifier_off(subject, user, identifier_id)
        return nothing()


def _answer(user: User, module: ModuleName, record_id: int) -> HttpResponse:
    """What the user sees of them, with the version of the record."""
    row = _record(user, module, record_id)
    response = json_response(_held(user, module, row))
    response["ETag"] = etag(row.version)
    return response


def _held(user: User, module: ModuleName, row: AnyRecord) -> dict[str, object]:
    shown = {key: field for key, field in shown_fields(user, module).items() if key in FIELDS.values()}
    held = known_of([row], user, shown).held.get(row.pk)
    return {key: getattr(held, key) for key in shown}


def _holder(user: User, module: ModuleName, record_id: int, identifier_id: int, if_match: str | None) -> AnyRecord:
    """The record, held, when it has this address or number and the user may change it; Stale as for the record."""
    subject = _record(user, module, record_id)
    held = _held(user, module, subject)
    key = next((key for key, found in held.items() if _has(found, identifier_id)), None)
    if key is None:
        raise Identifier.DoesNotExist
    if not may(user, "edit", subject) or key not in writable_fields(user, module):
        raise PermissionDenied
    asked_version(locked(subject).version, if_match)
    return subject


def _record(user: User, module: ModuleName, record_id: int) -> AnyRecord:
    return cast("AnyRecord", verbs.record_of(user, module, record_id, MODULES[module].related))


def _has(found: object, identifier_id: int) -> bool:
    return isinstance(found, list) and any(one["id"] == identifier_id for one in found)
