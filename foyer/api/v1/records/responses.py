"""Answers that hold JSON, and those that hold nothing."""

from http import HTTPStatus
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, JsonResponse

from foyer.api.v1.records.telling import told, with_related
from foyer.api.v1.records.versions import etag
from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName
from foyer.team.models import User


def record_response(module: ModuleName, record_id: int, user: User, status: int = HTTPStatus.OK) -> HttpResponse:
    """The record as it is now; also one that the caller has just given to somebody else."""
    row = with_related(module, MODULES[module].model._default_manager.all()).get(pk=record_id)
    return json_response(told(module, [row], user)[0], status, row.version)


def json_response(value: dict[str, Any], status: int = HTTPStatus.OK, version: int | None = None) -> HttpResponse:
    """A JSON object, with the version that it has."""
    response = JsonResponse(value, encoder=DjangoJSONEncoder, status=status)
    if version is not None:
        response["ETag"] = etag(version)
    return response


def nothing() -> HttpResponse:
    """Done, and nothing to tell."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
