"""What a record tells: the fields that the user sees, for any number of records in a fixed number of queries."""

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from foyer.api.v1.records.identifiers import Held, held_of
from foyer.api.v1.references import user_ref
from foyer.crm.access import visible
from foyer.crm.fields.stored import as_json, formula
from foyer.crm.fields.types import Field, Kind
from foyer.crm.models import Activity, Stage, Tagging
from foyer.crm.modules import AnyRecord
from foyer.crm.pipelines import stage_word
from foyer.crm.types import ModuleName
from foyer.team.models import User

Row = AnyRecord | Activity
Fields = Mapping[str, Field]


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """What the values of some records point to, read for all of them at once."""

    users: dict[int, User]
    names: dict[ModuleName, dict[int, str]]
    tags: dict[int, list[str]]
    held: dict[int, Held]

    def link(self, module: ModuleName | None, record_id: Any) -> dict[str, Any] | None:
        """A record that a field points to; null when there is none, or none that the user sees (T7)."""
        name = self.names[module].get(record_id) if module and isinstance(record_id, int) else None
        return None if name is None else {"id": record_id, "name": name}

    def user(self, user_id: Any) -> dict[str, Any] | None:
        """A user that a field points to."""
        ref = user_ref(self.users.get(user_id)) if isinstance(user_id, int) else None
        return ref.model_dump() if ref else None


def known_of(rows: Collection[Row], user: User, fields: Fields) -> Known:
    """Reads what the fields of these rows point to: one query for users, one for tags, one for each linked module."""
    users = User.objects.in_bulk(_ids(rows, fields, Kind.USER))
    return Known(users, _names(rows, user, fields), _tags(rows, fields), held_of(rows, fields))


def values_of(row: Row, fields: Fields, known: Known) -> dict[str, Any]:
    """All values of a record by key."""
    return {key: _READERS.get(field.kind, _simple)(row, field, known) for key, field in fields.items()}


def raw_value(row: Row, field: Field) -> Any:
    """What the row holds: ids for what points elsewhere."""
    if field.is_custom:
        return row.custom.get(field.key)
    return getattr(row, f"{field.path}_id" if field.kind in _POINTS else field.path)


def _simple(row: Row, field: Field, _known: Known) -> Any:
    value = raw_value(row, field) if field.path else None
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, dt.date | dt.datetime) else as_json(value)


def _user(row: Row, field: Field, known: Known) -> Any:
    return known.user(raw_value(row, field))


def _link(row: Row, field: Field, known: Known) -> Any:
    return known.link(field.target, raw_value(row, field))


def _stage(row: Row, field: Field, _known: Known) -> Any:
    stage = getattr(row, field.path)
    return stage_ref(stage) if isinstance(stage, Stage) else None


def stage_ref(stage: Stage) -> dict[str, Any]:
    """A stage with its key and what it means (F224, D12)."""
    return {"id": stage.pk, "key": stage.key, "name": stage_word(stage), "meaning": stage.meaning}


def _sum(row: Row, field: Field, _known: Known) -> Any:
    values = {key: getattr(row, key, None) for _sign, key in field.options.get("parts", []) if key in _NUMBERS}
    total = formula(field, values | row.custom)
    return None if total is None else float(total)


def _tags_of(row: Row, _field: Field, known: Known) -> Any:
    return known.tags.get(row.actor_id or 0, [])


def _emails(row: Row, _field: Field, known: Known) -> Any:
    return known.held[row.pk].emails


def _phones(row: Row, _field: Field, known: Known) -> Any:
    return known.held[row.pk].phones


def _ids(rows: Iterable[Row], fields: Fields, kind: Kind, target: ModuleName | None = None) -> set[int]:
    wanted = [field for field in fields.values() if field.kind == kind and field.target == target]
    found = {raw_value(row, field) for row in rows for field in wanted}
    return {one for one in found if isinstance(one, int)}


def _names(rows: Collection[Row], user: User, fields: Fields) -> dict[ModuleName, dict[int, str]]:
    targets = {field.target for field in fields.values() if field.kind == Kind.RECORD and field.target}
    found: dict[ModuleName, dict[int, str]] = {}
    for target in targets:
        linked = visible(target, user).filter(pk__in=_ids(rows, fields, Kind.RECORD, target))
        found[target] = {row.pk: str(row) for row in linked}
    return found


def _tags(rows: Collection[Row], fields: Fields) -> dict[int, list[str]]:
    if not any(field.kind == Kind.TAGS for field in fields.values()):
        return {}
    found: defaultdict[int, list[str]] = defaultdict(list)
    taggings = Tagging.objects.filter(actor__in={row.actor_id for row in rows}).order_by("tag__folded")
    for actor, name in taggings.values_list("actor", "tag__name"):
        found[actor].append(name)
    return found


_POINTS = frozenset({Kind.USER, Kind.RECORD, Kind.STAGE})
_NUMBERS = frozenset({"amount", "probability", "employees", "annual_revenue"})
_READERS: dict[Kind, Callable[[Row, Field, Known], Any]] = {
    Kind.USER: _user,
    Kind.RECORD: _link,
    Kind.STAGE: _stage,
    Kind.FORMULA: _sum,
    Kind.TAGS: _tags_of,
    Kind.EMAILS: _emails,
    Kind.PHONES: _phones,
}
