"""The routes of one module: list, read, make, change, delete, restore."""

from http import HTTPStatus
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from foyer.api.idempotency import once
from foyer.api.v1.paging import Id
from foyer.api.v1.records import verbs
from foyer.api.v1.records.bodies import body_of, json_object
from foyer.api.v1.records.listing import RecordFilter, listed
from foyer.api.v1.records.responses import json_response, nothing, record_response
from foyer.api.v1.records.telling import told
from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName

RecordId = Annotated[Id, Path()]


def add_reading_routes(router: Router, module: ModuleName) -> None:
    """The routes that only read."""
    plural = MODULES[module].plural

    @router.get("", url_name=f"{module}_list", operation_id=f"{module}_list", summary=plural.title())
    def record_list(request: HttpRequest, filters: Query[RecordFilter]) -> HttpResponse:
        user = verbs.user_of(request, module)
        rows, following = listed(module, user, request, filters)
        return json_response({"items": told(module, rows, user), "next_cursor": following})

    @router.get("/{record_id}", url_name=f"{module}_one", operation_id=f"{module}_one", summary=f"One {module}")
    def record_one(request: HttpRequest, record_id: RecordId) -> HttpResponse:
        user = verbs.user_of(request, module)
        return record_response(module, verbs.record_of(user, module, record_id).pk, user)


def add_writing_routes(router: Router, module: ModuleName) -> None:
    """The routes that make, change, delete and restore."""

    @router.post("", url_name=f"{module}_list", operation_id=f"{module}_create", summary=f"A new {module}")
    def record_create(request: HttpRequest) -> HttpResponse:
        user = verbs.user_of(request, module)
        body_of(request)  # too much is refused before anything is kept

        def work() -> HttpResponse:
            made = verbs.create(user, module, json_object(request))
            response = record_response(module, made.pk, user, HTTPStatus.CREATED)
            response["Location"] = f"{request.path}/{made.pk}"
            return response

        return once(request, user, work)

    @router.patch(
        "/{record_id}", url_name=f"{module}_one", operation_id=f"{module}_change", summary=f"Change a {module}"
    )
    def record_change(request: HttpRequest, record_id: RecordId) -> HttpResponse:
        user = verbs.user_of(request, module)
        verbs.change(user, module, record_id, json_object(request), request.headers.get("If-Match"))
        return record_response(module, record_id, user)

    @router.delete(
        "/{record_id}", url_name=f"{module}_one", operation_id=f"{module}_delete", summary=f"Delete a {module}"
    )
    def record_delete(request: HttpRequest, record_id: RecordId) -> HttpResponse:
        user = verbs.user_of(request, module)
        verbs.delete(user, module, record_id, request.headers.get("If-Match"))
        return nothing()

    @router.post(
        "/{record_id}/restoration",
        url_name=f"{module}_restoration",
        operation_id=f"{module}_restore",
        summary=f"Take a {module} out of the recycle bin",
    )
    def record_restore(request: HttpRequest, record_id: RecordId) -> HttpResponse:
        user = verbs.user_of(request, module)
        verbs.restore(user, module, record_id)
        return record_response(module, record_id, user)
