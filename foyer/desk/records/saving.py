"""Saving what a form says about a record: names become links, and two people who change one record both win."""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from foyer.crm.access import record_for, visible
from foyer.crm.actions import Conflict, Invalid, change_record, create_record
from foyer.crm.fields.kinds import read
from foyer.crm.fields.stored import as_json
from foyer.crm.fields.types import BadValue, Field, Kind
from foyer.crm.modules import AnyRecord, module_name
from foyer.crm.naming import called
from foyer.desk.records.values import Shown, held, shown_values
from foyer.events.models import Event
from foyer.lib.text import clean_line, folded
from foyer.team.models import User
from foyer.team.rights import rights_of

ATTEMPTS = 3
MAX_LINK_NAME = 120
CHANGES = {"status": "StatusChanged", "owner": "OwnerChanged", "stage": "DealMoved"}


@dataclasses.dataclass(frozen=True, slots=True)
class Clash:
    """A field that somebody else changed meanwhile: who, and what it holds now."""

    field: Field
    who: str
    theirs: Shown


@dataclasses.dataclass(frozen=True, slots=True)
class Looked:
    """What a form was filled with when it was opened: the version of the record, and its values as JSON by key."""

    version: int | None
    values: Mapping[str, Any]


class Clashed(Exception):
    """Fields were changed by somebody else since the form was opened; `record` is how it stands now."""

    def __init__(self, record: AnyRecord, clashes: list[Clash]) -> None:
        super().__init__("changed meanwhile")
        self.record = record
        self.clashes = clashes


def looked_at(post: QueryDict) -> Looked:
    """The hidden part of a form; what cannot be read counts as not looked at."""
    version = post.get("version", "")
    try:
        values = json.loads(post.get("was", "{}"))
    except ValueError:
        values = {}
    known = version.isascii() and version.isdecimal() and len(version) <= len(str(2**31))
    return Looked(int(version) if known else None, values if isinstance(values, dict) else {})


def seen(record: AnyRecord, fields: Mapping[str, Field]) -> str:
    """What `looked_at` reads: the values of these fields."""
    return json.dumps({key: as_json(held(record, field)) for key, field in fields.items()})


def save(
    record: AnyRecord, user: User, typed: Mapping[str, Any], fields: Mapping[str, Field], looked: Looked
) -> AnyRecord:
    """Stores what was typed. Fields that only somebody else changed stay theirs; Clashed where both did (ui.md).

    Raises Invalid and PermissionDenied like `change_record`.
    """
    values, version = linked(typed, fields, user), looked.version
    for _attempt in range(ATTEMPTS):
        try:
            return change_record(record, user, values, version=version)
        except Conflict as conflict:
            record = record_for(user, module_name(record), record.pk)
            values, version = _merged(record, user, values, fields, looked), conflict.version
    raise Conflict(record.version)


def create(module: Any, user: User, typed: Mapping[str, Any], fields: Mapping[str, Field]) -> AnyRecord:
    """A new record of what was typed; Invalid and PermissionDenied like `create_record`."""
    given = {key: value for key, value in typed.items() if value not in ("", [])}
    return create_record(module, user, linked(given, fields, user))


def linked(typed: Mapping[str, Any], fields: Mapping[str, Field], user: User) -> dict[str, Any]:
    """The same with names of records turned into the records: one that is called so, or a new account."""
    return {key: _link(fields[key], raw, user) for key, raw in typed.items()}


def _link(field: Field, raw: Any, user: User) -> Any:
    if field.kind != Kind.RECORD or not isinstance(raw, str) or not raw.strip() or raw.strip().isdecimal():
        return raw
    name, target = clean_line(raw, MAX_LINK_NAME), field.target
    there = called(user, target, visible(target, user)) if target else None
    found = there.filter(sort_name=folded(name)).order_by("pk").first() if there is not None else None
    if found is not None:
        return found.pk
    if target == "account" and name and rights_of(user).may("account", "create"):
        return create_record("account", user, {"name": name}).pk
    raise Invalid({field.key: _("There is none of this name. Choose one from the list.")})


def _merged(
    record: AnyRecord, user: User, values: Mapping[str, Any], fields: Mapping[str, Field], looked: Looked
) -> dict[str, Any]:
    """What is still ours to store; Clashed when a field holds neither what we saw nor what we want."""
    foreign = {key for key in values if as_json(held(record, fields[key])) != looked.values.get(key)}
    ours = {key: raw for key, raw in values.items() if not _is(fields[key], raw, looked.values.get(key))}
    both = [key for key in foreign & ours.keys() if not _is(fields[key], ours[key], as_json(held(record, fields[key])))]
    if both:
        raise Clashed(record, _clashes(record, user, [fields[key] for key in both]))
    return {key: raw for key, raw in ours.items() if key not in foreign}


def _is(field: Field, raw: Any, stored: Any) -> bool:
    try:
        wanted = as_json(read(field, raw))
    except BadValue:
        return False
    return bool(wanted == stored) or (wanted in (None, "", []) and stored in (None, "", []))


def _clashes(record: AnyRecord, user: User, fields: list[Field]) -> list[Clash]:
    now = shown_values(record, fields, user)
    return [Clash(field, last_author(record, field), now[field.key]) for field in fields]


def last_author(record: AnyRecord, field: Field) -> str:
    """Who changed the field last, as far as events tell it."""
    kind = CHANGES.get(field.key, "FieldChanged")
    events = Event.objects.filter(actor=record.actor_id, kind=kind).select_related("user").order_by("-at", "-pk")
    if kind == "FieldChanged":
        events = events.filter(data__field=field.key)
    last = events.first()
    return last.user.name if last and last.user else _("Somebody")
