"""Reading the body of a request: JSON that can be stored, or a problem (T20, T39)."""

import json
from typing import Any, NoReturn, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from ninja import Schema
from ninja.errors import HttpError
from pydantic import ValidationError

from foyer.api.v1.refusals import Unreadable

MAX_BODY = 1_000_000  # bytes
MAX_NESTED = 20
MAX_NAME = 60  # of what an error repeats of the body

Shape = TypeVar("Shape", bound=Schema)


def json_object(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in the body; an empty body is an empty object. Raises what becomes 400, 413, 415 or 422."""
    raw = body_of(request)
    if not raw:
        return {}
    if request.content_type != "application/json":
        raise HttpError(415, "")
    read = json_value(raw)
    if not isinstance(read, dict):
        raise Unreadable({"body": "Send a JSON object."})
    return read


def parsed(request: HttpRequest, shape: type[Shape]) -> Shape:
    """The body as this shape. Raises Unreadable with what is wrong by name."""
    return shaped(json_object(request), shape)


def shaped(told: dict[str, Any], shape: type[Shape]) -> Shape:
    """The object as this shape."""
    try:
        return shape.model_validate(told)
    except ValidationError as error:
        wrong = {".".join(str(part) for part in one["loc"])[:MAX_NAME] or "body": one["msg"] for one in error.errors()}
        raise Unreadable(wrong) from error


def body_of(request: HttpRequest) -> bytes:
    """The bytes of the body."""
    try:
        raw = request.body
    except RequestDataTooBig as error:
        raise HttpError(413, "") from error
    if len(raw) > MAX_BODY:
        raise HttpError(413, "")
    return raw


def json_value(raw: bytes | str, name: str = "body") -> Any:
    """Any JSON value whose text can be stored: no NUL, no lone surrogates, not nested for nesting's sake.

    `name` is the parameter that errors name.
    """
    try:
        read = json.loads(raw, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Unreadable({name: "This is no JSON."}) from error
    if not _can_be_stored(read, MAX_NESTED):
        raise Unreadable({name: "Text without NUL and lone surrogates, nested at most 20 deep."})
    return read


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _can_be_stored(value: object, depth: int) -> bool:
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= one <= "\udfff" for one in value)
    if isinstance(value, dict | list):
        parts = [*value, *value.values()] if isinstance(value, dict) else value
        return depth > 0 and all(_can_be_stored(part, depth - 1) for part in parts)
    return True
