"""Making, changing, deleting and restoring any record, field by field (E16, T14)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from foyer.crm.access import may, require
from foyer.crm.actions.identifiers import is_news, show_identifier, shown_by, told_of
from foyer.crm.actions.storing import CREATED, about, insert, locked, write
from foyer.crm.actions.tags import put_tags
from foyer.crm.fields.kinds import read
from foyer.crm.fields.references import resolve
from foyer.crm.fields.rights import writable_fields
from foyer.crm.fields.stored import as_json
from foyer.crm.fields.types import BadValue, Field, Kind
from foyer.crm.fields.words import value_text
from foyer.crm.models import Activity, Deal, Gone, Lead, Source
from foyer.crm.modules import MODULES, AnyRecord, module_name
from foyer.crm.pipelines import first_stage, state_in
from foyer.crm.types import (
    DealMoved,
    FieldChanged,
    ModuleName,
    OwnerChanged,
    RecordDeleted,
    RecordRestored,
    StatusChanged,
)
from foyer.events.actions import record, record_many
from foyer.events.types import Happening
from foyer.identity.join import take_turn
from foyer.identity.models import Identifier, Level
from foyer.lib import clock
from foyer.portals.models import Portal
from foyer.team.models import User
from foyer.team.queries import organisation
from foyer.team.types import Refusal

HELD = {Kind.EMAILS: Identifier.Kind.EMAIL, Kind.PHONES: Identifier.Kind.PHONE}
OUTSIDE = frozenset({Kind.EMAILS, Kind.PHONES, Kind.TAGS})
"""Kinds whose values are rows of their own."""


class Invalid(Refusal):
    """Values that cannot be stored; `errors` has a sentence by key of the field."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = errors


class Conflict(Refusal):
    """Somebody changed the record meanwhile; `version` is the one that it has now."""

    def __init__(self, version: int) -> None:
        super().__init__(_("Somebody changed this record meanwhile. Look at it again before you save."))
        self.version = version


def create_record(
    module: ModuleName,
    by: User,
    values: Mapping[str, object],
    *,
    source: str = Source.BY_HAND,
    portal: Portal | None = None,
) -> AnyRecord:
    """A new record with these values by key of field; whoever makes it owns it unless `owner` says otherwise.

    Raises PermissionDenied, or Invalid with a sentence for each field that cannot be stored. Deals begin in the first
    stage. Addresses and numbers count as typed.
    """
    require(by, "create", module)
    fields = writable_fields(by, module)
    read_values = _read(fields, {"owner": by.pk, "source": source, **first_values(module)} | dict(values), by)
    require_filled(module, fields, read_values)
    with transaction.atomic():
        take_turn()
        made = cast("AnyRecord", MODULES[module].model(created_by=by))
        made.portal = portal
        assign(made, {key: value for key, value in read_values.items() if fields[key].kind not in OUTSIDE}, fields)
        follow_stage(made)
        insert(made)
        _show_all(made, by, fields, read_values, "created", Level.TYPED)
        record(CREATED[module](**about(made, by), source=made.source), *_tagged(made, by, fields, read_values))
    return made


def change_record(
    subject: AnyRecord, by: User, values: Mapping[str, object], *, version: int | None = None
) -> AnyRecord:
    """Sets fields by key, each change with its event (E16). Nothing is written unless everything can be.

    `version` is the one the user looked at: Conflict when the record has another by now. Raises PermissionDenied for a
    field the user may not change, Invalid for values that cannot be stored.
    """
    if not may(by, "edit", subject):
        raise PermissionDenied
    module = module_name(subject)
    fields = writable_fields(by, module)
    read_values = _read(fields, values, by)
    with transaction.atomic():
        if any(fields[key].kind in HELD for key in read_values):
            take_turn()
        fresh = locked(subject)
        if version is not None and fresh.version != version:
            raise Conflict(fresh.version)
        happenings = _apply(subject, fresh, by, fields, read_values)
        more = _show_all(fresh, by, fields, read_values, f"hand:{fresh.version}", Level.PROVEN)
        more += _tagged(fresh, by, fields, read_values)
        if more and not happenings:
            write(subject, fresh, {})
        if happenings or more:
            record(*happenings, *more)
    return subject


def delete_record(subject: AnyRecord, by: User) -> AnyRecord:
    """Puts a record into the recycle bin; everything that hangs on it stays, `restore_record` brings it back (E16)."""
    if not may(by, "delete", subject):
        raise PermissionDenied
    with transaction.atomic():
        fresh = locked(subject)
        if not fresh.gone:
            write(subject, fresh, {"gone": Gone.DELETED.value, "gone_at": clock.now()})
            record(RecordDeleted(**about(fresh, by), module=module_name(fresh)))
    return subject


def delete_many(module: ModuleName, subjects: Sequence[AnyRecord], by: User) -> set[int]:
    """The same for many in a few statements, in the caller's transaction, who has seen to the right; returns the ids.

    What somebody changed since these copies were read stays.
    """
    versions = {subject.pk: subject.version for subject in subjects}
    rows: Any = MODULES[module].model._default_manager
    now = clock.now()
    held = rows.select_for_update().filter(pk__in=versions, gone="").values_list("pk", "version")
    same = {pk for pk, version in held if version == versions[pk]}
    rows.filter(pk__in=same).update(gone=Gone.DELETED.value, gone_at=now, changed_at=now, version=F("version") + 1)
    gone = [subject for subject in subjects if subject.pk in same]
    record_many([RecordDeleted(**about(each, by), module=module) for each in gone], settled=False)
    return same


def restore_record(subject: AnyRecord, by: User) -> AnyRecord:
    """Takes a record out of the recycle bin; merged and converted ones come back by undoing that."""
    if not may(by, "delete", subject):
        raise PermissionDenied
    with transaction.atomic():
        fresh = locked(subject)
        if fresh.gone == Gone.DELETED:
            write(subject, fresh, {"gone": "", "gone_at": None})
            record(RecordRestored(**about(fresh, by), module=module_name(fresh)))
    return subject


def first_values(module: ModuleName) -> dict[str, object]:
    """What a new record has where nothing is said."""
    if module == "deal":
        return {"stage": first_stage().pk}
    return {"status": Lead.Status.NEW.value} if module == "lead" else {}


def _read(fields: Mapping[str, Field], values: Mapping[str, object], by: User) -> dict[str, Any]:
    """The values as they are stored; links and users are looked up among what the user sees."""
    if foreign := [key for key in values if key not in fields and key not in {"owner", "source", "stage", "status"}]:
        raise PermissionDenied(f"may not be changed: {', '.join(sorted(foreign))}")
    found: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for key, raw in values.items():
        if key not in fields:
            continue
        try:
            found[key] = resolve(fields[key], read(fields[key], raw), by)
        except BadValue as error:
            errors[key] = str(error)
    errors |= {key: _("Fill this in.") for key, value in found.items() if fields[key].is_required and _is_empty(value)}
    if errors:
        raise Invalid(errors)
    return found


def require_filled(module: ModuleName, fields: Mapping[str, Field], values: Mapping[str, Any]) -> None:
    """Invalid when something is missing that a new record must have."""
    missing = {
        key: _("Fill this in.") for key, field in fields.items() if field.is_required and _is_empty(values.get(key))
    }
    if missing:
        raise Invalid(missing)
    names = ("first_name", "last_name", "company", "account", "emails", "phones")
    if module in {"lead", "contact"} and not any(values.get(key) for key in names):
        raise Invalid({"last_name": _("Fill in a name, a company, an e-mail address or a phone number.")})


def _is_empty(value: Any) -> bool:
    """Nothing, or a yes that was not said; zero is a value."""
    return value in (None, "", []) or value is False


def _apply(
    subject: AnyRecord, fresh: AnyRecord, by: User, fields: Mapping[str, Field], values: Mapping[str, Any]
) -> list[Happening]:
    """Writes the columns that differ; returns the events that say so."""
    changed = {
        key: (value_of(fresh, fields[key]), value)
        for key, value in values.items()
        if fields[key].kind not in OUTSIDE and not _same(value_of(fresh, fields[key]), value)
    }
    if not changed:
        return []
    happenings = [_happening(fresh, by, fields[key], old, new) for key, (old, new) in changed.items()]
    for copy in {id(subject): subject, id(fresh): fresh}.values():
        assign(copy, {key: new for key, (_old, new) in changed.items()}, fields)
        if "stage" in changed:
            follow_stage(copy, moved="probability" not in changed)
    columns = ["custom" if fields[key].is_custom else key for key in changed]
    columns += ["state", "probability", "closed_at"] if "stage" in changed else []
    write(subject, fresh, {column: getattr(fresh, column) for column in dict.fromkeys(columns)})
    return happenings


def value_of(record_: AnyRecord | Activity, field: Field) -> Any:
    """What the record holds in a field that is a column or a custom value."""
    return record_.custom.get(field.key) if field.is_custom else getattr(record_, field.path)


def _same(old: Any, new: Any) -> bool:
    return as_json(old) == as_json(new) or (old in (None, "", []) and new in (None, "", []))


def assign(record_: AnyRecord, values: Mapping[str, Any], fields: Mapping[str, Field]) -> None:
    """Puts read values on a record; nothing is stored yet."""
    for key, value in values.items():
        if fields[key].is_custom:
            kept = {name: held for name, held in record_.custom.items() if name != key}
            record_.custom = kept if value is None else kept | {key: as_json(value)}
        else:
            setattr(record_, key, value)


def follow_stage(deal: AnyRecord, *, moved: bool = True) -> None:
    """State, chance and the day of closing follow from the stage; the currency is the organisation's."""
    if not isinstance(deal, Deal):
        return
    state = state_in(deal.stage)
    if moved or state != Deal.State.OPEN:
        deal.probability = deal.stage.probability
    if state == Deal.State.OPEN:
        deal.closed_at = None
    elif deal.state != state or deal.closed_at is None:
        deal.closed_at = clock.now()
    deal.state = state
    if deal.pk is None:
        house = organisation()
        deal.currency = house.currency if house else deal.currency


def _happening(fresh: AnyRecord, by: User, field: Field, old: Any, new: Any) -> Happening:
    facts, module = about(fresh, by), module_name(fresh)
    if field.key == "owner":
        return OwnerChanged(**facts, module=module, old=as_json(old), new=as_json(new))
    if field.key == "status" and module == "lead":
        return StatusChanged(**facts, module="lead", old=str(old), new=str(new))
    if field.kind == Kind.STAGE:
        return DealMoved(**facts, old=old.pk, new=new.pk, state=state_in(new))
    was, texts = as_json(old), (value_text(field, old), value_text(field, new))
    return FieldChanged(**facts, module=module, field=field.key, old=texts[0], new=texts[1], was=was)


def _show_all(
    made: AnyRecord, by: User, fields: Mapping[str, Field], values: Mapping[str, Any], event_ref: str, level: int
) -> list[Happening]:
    """Addresses and numbers are added, never taken off here (D18 has its own verb); returns the events of new ones."""
    wanted = {key: HELD[fields[key].kind] for key in values if fields[key].kind in HELD}
    if not wanted:
        return []
    claims = (
        show_identifier(made, kind, each, f"{event_ref}:{key}"[:40], level, by, "")
        for key, kind in wanted.items()
        for each in values[key]
    )
    known = shown_by(made)
    return [told_of(made, by, claim.identifier) for claim in claims if claim and is_news(claim, known)]


def _tagged(made: AnyRecord, by: User, fields: Mapping[str, Field], values: Mapping[str, Any]) -> list[Happening]:
    """Tags are set exactly; returns the event."""
    key = next((key for key in values if fields[key].kind == Kind.TAGS), None)
    return put_tags(made, by, cast("Iterable[str]", values[key])) if key else []
