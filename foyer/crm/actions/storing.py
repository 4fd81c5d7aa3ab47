"""What every verb of a record does at its end: the row, its version, its name, its event."""

import uuid
from collections.abc import Collection, Iterable
from typing import Any, TypedDict, cast

from django.db import transaction
from django.db.models import F

from foyer.crm.fields.stored import as_json
from foyer.crm.fields.types import Field
from foyer.crm.models import Contact, Lead
from foyer.crm.modules import MODULES, AnyRecord, module_name
from foyer.crm.types import AccountCreated, ContactCreated, DealCreated, LeadCreated, ModuleName
from foyer.identity import actions as identity
from foyer.identity.models import Actor
from foyer.lib import clock
from foyer.lib.inserting import insert_many
from foyer.lib.text import folded
from foyer.team.models import User

MAX_SORT_NAME = 200
NAMES = frozenset({"first_name", "last_name", "name"})
CREATED: dict[ModuleName, type[LeadCreated] | type[ContactCreated] | type[AccountCreated] | type[DealCreated]] = {
    "lead": LeadCreated,
    "contact": ContactCreated,
    "account": AccountCreated,
    "deal": DealCreated,
}


class About(TypedDict):
    """What every event of a record says."""

    subject_id: int
    actor_id: int
    portal_id: int | None
    user_id: int | None


def about(record: AnyRecord, by: User | None) -> About:
    """The common part of an event of this record."""
    return {
        "subject_id": record.pk,
        "actor_id": record.actor_id,
        "portal_id": record.portal_id,
        "user_id": by.pk if by else None,
    }


def insert(record: AnyRecord) -> None:
    """Stores a new record; its actor is made first."""
    module = module_name(record)
    record.sort_name = sort_name(record)
    with transaction.atomic(savepoint=False):  # its number is nobody else's only within one
        record.actor = identity.record_actor(module, str(uuid.uuid4()), record.name)
        insert_many([record])


def locked(record: AnyRecord) -> AnyRecord:
    """The row as it is now, ours until the end of the transaction: two changes at once come one after the other."""
    rows = MODULES[module_name(record)].model._default_manager
    return cast("AnyRecord", rows.select_for_update().get(pk=record.pk))


def write(record: AnyRecord, fresh: AnyRecord, values: dict[str, Any]) -> None:
    """Stores the values, and shows them on the caller's copy too."""
    for copy in {id(fresh): fresh, id(record): record}.values():
        for field, value in values.items():
            setattr(copy, field, value)
        copy.changed_at, copy.version, copy.sort_name = clock.now(), fresh.version + (copy is fresh), sort_name(fresh)
    record.version = fresh.version
    fresh.save(update_fields=[*values, "changed_at", "version", "sort_name"])
    if NAMES & values.keys():
        Actor.objects.filter(pk=fresh.actor_id).update(name=fresh.name[:120])


def touch(record: AnyRecord) -> None:
    """Raises the version for what hangs on a record and is no column of it: tags, addresses, numbers."""
    write(record, locked(record), {})


def touch_many(module: ModuleName, actor_ids: Collection[int]) -> None:
    """The same for many records of a module, by their actors."""
    rows = MODULES[module].model._default_manager.filter(actor__in=actor_ids)
    rows.update(version=F("version") + 1, changed_at=clock.now())


def put(record: AnyRecord, field: Field, value: Any) -> str:
    """Sets a field on this copy; returns the column that has to be stored."""
    if not field.is_custom:
        setattr(record, field.path, value)
        return field.path
    kept = {name: held for name, held in record.custom.items() if name != field.key}
    record.custom = kept if value is None else kept | {field.key: as_json(value)}
    return "custom"


def sort_name(record: AnyRecord) -> str:
    """The name as lists sort it: last name first, without case and accents."""
    if isinstance(record, Lead | Contact):
        words: Iterable[str] = (record.last_name, record.first_name) if record.name else (record.company,)
    else:
        words = (record.name,)
    return folded(" ".join(word for word in words if word))[:MAX_SORT_NAME]
