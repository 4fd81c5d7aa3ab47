"""What the API answers when it cannot do what was asked: problem documents (RFC 9457)."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, Throttled, ValidationError
from pydantic import Field

from foyer.api.v1.refusals import Forbidden, Stale, Unreadable
from foyer.crm.actions import Conflict, Invalid
from foyer.lib.away import AWAY, RETRY_S
from foyer.team.types import Refusal

MEDIA_TYPE = "application/problem+json"
GROUPS = frozenset({"filters", "paging"})  # the names under which views take their parameters
READING = (400, 401, 403, 404, 405, 422, 429, 500, 503)
WRITING = (*READING, 412, 413, 415)

log = structlog.get_logger(__name__)


class FieldProblem(Schema):
    """What is wrong with one parameter."""

    name: str
    detail: str


class Problem(Schema):
    """A problem document. `detail` is a sentence with what to do; `errors` names parameters."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    errors: list[FieldProblem] = Field(default_factory=list)


# What each status says where nothing more precise is known.
DETAILS = {
    400: "The request could not be read.",
    401: "Send a token: Authorization: Bearer foyer_…  Administrators make one with: bin/foyer token EMAIL",
    403: "The owner of this token may not do this.",
    404: "There is nothing here, or the owner of this token may not see it.",
    405: "This cannot be done here: use one of the methods that Allow names.",
    412: "Somebody changed this meanwhile. Read it again before you change it.",
    413: "This is too large.",
    415: "Send JSON: Content-Type: application/json",
    422: "Some values cannot be used; see errors.",
    429: "Too many requests. Wait for as many seconds as Retry-After says.",
    503: "This cannot be done now. Try again later.",
    500: "Something went wrong on our side. It is in the server's log.",
}


def problem(status: int, detail: str = "", errors: list[FieldProblem] | None = None) -> HttpResponse:
    """The response for a status."""
    body = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail or DETAILS.get(status, ""),
        errors=errors or [],
    )
    response = JsonResponse(body.model_dump(), status=status, content_type=MEDIA_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="Foyer"'
    return response


def method_not_allowed(allowed: str) -> HttpResponse:
    """The response for a method that the resource does not know."""
    response = problem(405)
    response["Allow"] = allowed
    return response


def not_found(_request: HttpRequest, **_kwargs: object) -> HttpResponse:
    """The view of every path below the API that is none."""
    return problem(404)


def add_handlers(api: NinjaAPI) -> None:
    """Turns every refusal and every failure into a problem document."""
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _refused)
    api.add_exception_handler(Http404, lambda _request, _error: problem(404))
    api.add_exception_handler(ObjectDoesNotExist, lambda _request, _error: problem(404))
    api.add_exception_handler(PermissionDenied, lambda _request, _error: problem(403))
    api.add_exception_handler(Unreadable, lambda _request, error: _by_name(422, error))
    api.add_exception_handler(Forbidden, lambda _request, error: _by_name(403, error))
    api.add_exception_handler(Invalid, lambda _request, error: _by_name(422, error))
    api.add_exception_handler(Refusal, _not_possible)
    api.add_exception_handler(Conflict, _stale)
    api.add_exception_handler(Stale, _stale)
    api.add_exception_handler(Exception, _failed)


def document(schema: dict[str, Any]) -> None:
    """Adds to each operation which problems it may answer with."""
    described = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["components"]["schemas"] |= described.pop("$defs") | {"Problem": described}
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    operations = [(method, operation) for path in schema["paths"].values() for method, operation in path.items()]
    for method, operation in operations:
        for status in READING if method == "get" else WRITING:
            operation["responses"][status] = {"description": HTTPStatus(status).phrase, "content": content}


def _invalid(_request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    found = error.errors if isinstance(error, ValidationError) else []
    told = [item for item in found if item["type"] != "none_required"]
    return problem(422, errors=[FieldProblem(name=_name(item["loc"]), detail=str(item["msg"])) for item in told])


def _name(where: Sequence[str | int]) -> str:
    """The parameter's name, out of `query, filters, portal, constrained-int`."""
    return next(str(part) for part in where[1:] if part not in GROUPS)


def _by_name(status: int, error: Any) -> HttpResponse:
    return problem(status, errors=[FieldProblem(name=name, detail=told) for name, told in error.errors.items()])


def _not_possible(_request: HttpRequest, error: Any) -> HttpResponse:
    """What an action refuses with a sentence for people."""
    return problem(422, error.sentence)


def _stale(_request: HttpRequest, error: Any) -> HttpResponse:
    response = problem(412)
    response["ETag"] = f'"{error.version}"'
    return response


def _refused(_request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    response = problem(error.status_code if isinstance(error, HttpError) else 500)
    if isinstance(error, Throttled):
        response["Retry-After"] = str(max(1, error.wait or 1))
    return response


def _failed(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    log.error("api_failed", path=request.path, exc_info=error)
    if not isinstance(error, AWAY):
        return problem(500)
    response = problem(503)
    response["Retry-After"] = str(RETRY_S)
    return response
