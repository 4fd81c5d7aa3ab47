"""From the body of a request to the values that the actions of the CRM take: keys, rights, types (T14, T20)."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from foyer.api.v1.records.bodies import MAX_NAME
from foyer.api.v1.records.shapes import EmailIn, Link, PhoneIn, shape_of
from foyer.api.v1.refusals import Forbidden, Unreadable
from foyer.crm.fields.rights import shown_fields, writable_fields
from foyer.crm.fields.types import Field, Kind
from foyer.crm.models import Pipeline
from foyer.crm.pipelines import default_pipeline
from foyer.crm.types import ModuleName
from foyer.team.models import User
from foyer.team.queries import active_users

NO_SUCH_FIELD = "There is no such field."
READ_ONLY = "This field cannot be written."


@dataclasses.dataclass(frozen=True, slots=True)
class Described:
    """What was said of an address or number beside itself."""

    field: Field
    value: str
    label: str
    is_primary: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Written:
    """Values by key of field, and what was said of addresses and numbers."""

    values: dict[str, Any]
    described: list[Described]


def written(module: ModuleName, user: User, body: Mapping[str, Any], pipeline: Pipeline | None = None) -> Written:
    """The values of the body. `pipeline` is where a stage is looked up by its key; none is the default one.

    Raises Unreadable for what is no field or of another type, Forbidden for what the user may only read.
    """
    fields = _fields(module, user, body)
    found, described, errors = {}, [], {}
    for key, raw in body.items():
        try:
            value = shape_of(fields[key]).validate_python(raw)
        except ValidationError as error:
            errors[key] = str(error.errors()[0]["msg"])
            continue
        found[key] = plain(fields[key], value, pipeline)
        described += _described(fields[key], value)
    if errors:
        raise Unreadable(errors)
    return Written(found, described)


def plain(field: Field, value: Any, pipeline: Pipeline | None = None) -> Any:
    """A value without what the API adds to it: objects become ids, e-mails of users and keys of stages too."""
    if isinstance(value, Link):
        return value.id
    if field.kind == Kind.USER and isinstance(value, str) and "@" in value:
        return active_users().filter(email=value.strip().lower()).values_list("pk", flat=True).first() or value
    if field.kind == Kind.STAGE and isinstance(value, str) and not value.isdecimal():
        stages = (pipeline or default_pipeline()).stages.filter(key=value, is_active=True)
        return stages.values_list("pk", flat=True).first() or value
    if field.kind in {Kind.EMAILS, Kind.PHONES} and isinstance(value, list):
        return [_bare(one) for one in value]
    return value


def _fields(module: ModuleName, user: User, body: Mapping[str, Any]) -> dict[str, Field]:
    """The fields that the body names; what is hidden is as unknown as what is not there (T7)."""
    shown, writable = shown_fields(user, module), writable_fields(user, module)
    if unknown := [key for key in body if key not in shown]:
        raise Unreadable({key[:MAX_NAME]: NO_SUCH_FIELD for key in unknown})
    if closed := [key for key in body if key not in writable]:
        raise Forbidden(dict.fromkeys(closed, READ_ONLY))
    return {key: writable[key] for key in body}


def _bare(one: str | EmailIn | PhoneIn) -> str:
    if isinstance(one, EmailIn):
        return one.email
    return one.phone if isinstance(one, PhoneIn) else one


def _described(field: Field, value: Any) -> list[Described]:
    if field.kind not in {Kind.EMAILS, Kind.PHONES}:
        return []
    told = [one for one in value or [] if isinstance(one, EmailIn | PhoneIn)]
    return [Described(field, _bare(one), one.kind, one.primary) for one in told if one.kind or one.primary]
