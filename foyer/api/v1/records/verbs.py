"""Making, changing, deleting and restoring a record for the owner of a token, by the rules of the desk."""

from collections.abc import Mapping
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest

from foyer.api.v1.auth import caller
from foyer.api.v1.records.writing import Described, written
from foyer.api.v1.refusals import Stale, Unreadable
from foyer.crm.access import all_visible, may, require, visible
from foyer.crm.actions import change_record, create_record, delete_record, describe_identifier, restore_record
from foyer.crm.actions.records import HELD
from foyer.crm.fields.kinds import read
from foyer.crm.models import Deal, Gone
from foyer.crm.modules import MODULES, AnyRecord
from foyer.crm.types import ModuleName
from foyer.identity.models import Identifier
from foyer.team.models import User
from foyer.team.rights import rights_of
from foyer.team.types import Refusal

ANY = "*"


def user_of(request: HttpRequest, module: ModuleName) -> User:
    """The owner of the token; 404 when the module is closed to them, as if it were not there (F229)."""
    user = caller(request)
    if not rights_of(user).may(module, "view"):
        raise Http404
    return user


def record_of(user: User, module: ModuleName, record_id: int) -> AnyRecord:
    """A record that is in the lists of the user."""
    return cast("AnyRecord", visible(module, user).get(pk=record_id))


def create(user: User, module: ModuleName, body: Mapping[str, Any]) -> AnyRecord:
    """A new record with the values of the body."""
    require(user, "create", module)
    wanted = written(module, user, body)
    with transaction.atomic():
        made = create_record(module, user, wanted.values)
        _describe(made, wanted.described)
    return made


def change(user: User, module: ModuleName, record_id: int, body: Mapping[str, Any], if_match: str | None) -> AnyRecord:
    """The record with the values of the body; Stale when it has another version than the caller looked at."""
    subject = record_of(user, module, record_id)
    if not may(user, "edit", subject):
        raise PermissionDenied
    version = _version(subject, if_match)
    wanted = written(module, user, body, subject.stage.pipeline if isinstance(subject, Deal) else None)
    with transaction.atomic():
        change_record(subject, user, wanted.values, version=version)
        _describe(subject, wanted.described)
    return subject


def delete(user: User, module: ModuleName, record_id: int, if_match: str | None) -> None:
    """Puts the record into the recycle bin."""
    with transaction.atomic():
        rows = visible(module, user).filter(pk=record_id).values("pk")
        subject = cast("AnyRecord", MODULES[module].model._default_manager.select_for_update().get(pk__in=rows))
        _version(subject, if_match)
        delete_record(subject, user)


def restore(user: User, module: ModuleName, record_id: int) -> AnyRecord:
    """Takes the record out of the recycle bin; one that was not in it stays as it is."""
    subject = cast("AnyRecord", all_visible(module, user).filter(gone__in=("", Gone.DELETED)).get(pk=record_id))
    return restore_record(subject, user)


def _version(subject: AnyRecord, if_match: str | None) -> int | None:
    """The version that the header If-Match (RFC 9110) asks for, None when any will do."""
    if if_match is None or if_match.strip() == ANY:
        return None
    tags = {tag.strip().removeprefix("W/").strip('"') for tag in if_match.split(",")}
    if str(subject.version) not in tags:
        raise Stale(subject.version)
    return subject.version


def _describe(subject: AnyRecord, described: list[Described]) -> None:
    """Kind and rank of addresses and numbers that were just added."""
    for one in described:
        kind, value = HELD[one.field.kind], read(one.field, [one.value])[0]
        identifier = Identifier.objects.filter(kind=kind, value=value).values_list("pk", flat=True).first()
        try:
            describe_identifier(subject, identifier or 0, label=one.label or None, primary=one.is_primary)
        except Refusal as error:
            raise Unreadable({one.field.key: error.sentence}) from error
