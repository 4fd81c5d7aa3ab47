"""Making, changing, deleting and restoring a record for the owner of a token, by the rules of the desk."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest

from foyer.api.v1.auth import caller
from foyer.api.v1.records import activities
from foyer.api.v1.records.showing import Row
from foyer.api.v1.records.versions import asked_version
from foyer.api.v1.records.writing import Described, written
from foyer.api.v1.refusals import Unreadable
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


def user_of(request: HttpRequest, module: ModuleName) -> User:
    """The owner of the token; 404 when the module is closed to them, as if it were not there (F229)."""
    user = caller(request)
    if not rights_of(user).may(module, "view"):
        raise Http404
    return user


def record_of(user: User, module: ModuleName, record_id: int, related: Sequence[str] = ()) -> Row:
    """A record that is in the lists of the user, with what it is `related` to."""
    return cast("Row", visible(module, user).select_related(*related).get(pk=record_id))


def create(user: User, module: ModuleName, body: Mapping[str, Any]) -> Row:
    """A new record with the values of the body."""
    if module == "activity":
        return activities.create(user, body)
    require(user, "create", module)
    wanted = written(module, user, body)
    with transaction.atomic():
        made = create_record(module, user, wanted.values)
        _describe(made, user, wanted.described)
    return made


def change(user: User, module: ModuleName, record_id: int, body: Mapping[str, Any], if_match: str | None) -> Row:
    """The record with the values of the body; Stale when it has another version than the caller looked at."""
    if module == "activity":
        return activities.change(user, record_id, body, if_match)
    subject = cast("AnyRecord", record_of(user, module, record_id))
    if not may(user, "edit", subject):
        raise PermissionDenied
    version = asked_version(subject.version, if_match)
    wanted = written(module, user, body, subject.stage.pipeline if isinstance(subject, Deal) else None)
    with transaction.atomic():
        change_record(subject, user, wanted.values, version=version)
        _describe(subject, user, wanted.described)
    return subject


def delete(user: User, module: ModuleName, record_id: int, if_match: str | None) -> None:
    """Puts the record into the recycle bin."""
    if module == "activity":
        return activities.delete(user, record_id, if_match)
    with transaction.atomic():
        rows = visible(module, user).filter(pk=record_id).values("pk")
        subject = cast("AnyRecord", MODULES[module].model._default_manager.select_for_update().get(pk__in=rows))
        asked_version(subject.version, if_match)
        delete_record(subject, user)
    return None


def restore(user: User, module: ModuleName, record_id: int) -> Row:
    """Takes the record out of the recycle bin; one that was not in it stays as it is."""
    if module == "activity":
        return activities.restore(user, record_id)
    subject = cast("AnyRecord", all_visible(module, user).filter(gone__in=("", Gone.DELETED)).get(pk=record_id))
    return restore_record(subject, user)


def _describe(subject: AnyRecord, by: User, described: list[Described]) -> None:
    """Kind and rank of addresses and numbers that were just added."""
    for one in described:
        kind, value = HELD[one.field.kind], read(one.field, [one.value])[0]
        identifier = Identifier.objects.filter(kind=kind, value=value).values_list("pk", flat=True).first()
        try:
            describe_identifier(subject, by, identifier or 0, label=one.label or None, primary=one.is_primary)
        except Refusal as error:
            raise Unreadable({one.field.key: error.sentence}) from error
