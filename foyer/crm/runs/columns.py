"""Cells of exports: for each column one function from a record to what stands in the file, made once for all rows."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from foyer.crm.choices import words_of
from foyer.crm.fields.stored import as_json, formula, from_json
from foyer.crm.fields.types import Field, Kind
from foyer.crm.fields.words import plain_text
from foyer.crm.models import Stage, Tagging
from foyer.crm.pipelines import stage_word
from foyer.identity.models import Claim
from foyer.lib.phones import phone_for_people
from foyer.team.models import User

Reader = Callable[[Any, "Beside"], Any]
NUMBERS = frozenset({Kind.MONEY, Kind.NUMBER, Kind.PERCENT, Kind.FORMULA})


class Beside:
    """What stands in other tables, for all records of a batch: two queries, and only for the columns that there are."""

    def __init__(self, records: Sequence[Any], kinds: frozenset[Kind] | None = None) -> None:
        actors = [record.actor_id for record in records if record.actor_id]
        self.held: dict[tuple[int, str], list[str]] = defaultdict(list)
        self.tags: dict[int, list[str]] = defaultdict(list)
        if actors and (kinds is None or kinds & {Kind.EMAILS, Kind.PHONES}):
            claims = Claim.objects.filter(actor__in=actors, retracted_at=None).order_by("pk")
            for actor, kind, value in claims.values_list("actor", "identifier__kind", "identifier__value"):
                if value not in self.held[actor, kind]:  # the kind is no condition: SQLite would read all identifiers
                    self.held[actor, kind].append(value)
        if actors and (kinds is None or Kind.TAGS in kinds):
            taggings = Tagging.objects.filter(actor__in=actors).order_by("tag__folded")
            for actor, name in taggings.values_list("actor", "tag__name"):
                self.tags[actor].append(name)


def screen_columns(fields: Mapping[str, Field | None]) -> list[Reader]:
    """Cells as people read them, with the words of the list."""
    return [_shown(field, value_reader(field)) if field else _name for field in fields.values()]


def key_columns(fields: Mapping[str, Field | None]) -> list[Reader]:
    """Cells as an import reads them back."""
    return [_kept(value_reader(field)) if field else _name for field in fields.values()]


def value_reader(field: Field) -> Reader:
    """The value of a field of a record; people come from a table of names, because there are few of them."""
    outside = _OUTSIDE.get(field.kind)
    if outside is not None:
        return outside
    key, path = field.key, field.path
    if field.kind == Kind.FORMULA:
        return lambda record, _beside: formula(field, record.custom)
    if field.is_custom:
        return lambda record, _beside: from_json(field, record.custom.get(key))
    if field.kind == Kind.USER:
        people = User.objects.in_bulk()
        column = f"{path}_id"
        return lambda record, _beside: people.get(getattr(record, column))
    return lambda record, _beside: getattr(record, path)


def _shown(field: Field, value_of: Reader) -> Reader:
    if field.kind in NUMBERS:
        return lambda record, beside: _or_nothing(value_of(record, beside))
    if field.kind in {Kind.CHOICE, Kind.MULTI}:
        words = _words(field)
        return lambda record, beside: _joined(value_of(record, beside), words)
    if field.kind == Kind.PHONES:
        return lambda record, beside: ", ".join(phone_for_people(one) for one in value_of(record, beside))

    def text(record: Any, beside: Beside) -> Any:
        value = value_of(record, beside)
        if type(value) is str:
            return value
        if value is None or value == []:
            return ""
        return stage_word(value) if isinstance(value, Stage) else plain_text(field, value)

    return text


def _kept(value_of: Reader) -> Reader:
    def cell(record: Any, beside: Beside) -> Any:
        value = value_of(record, beside)
        if type(value) is str or isinstance(value, Decimal):
            return value
        if value is None or value == []:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, User):
            return value.email
        return "; ".join(str(one) for one in value) if isinstance(value, list) else as_json(value)

    return cell


def _name(record: Any, _beside: Beside) -> str:
    return str(record)


def _or_nothing(value: Any) -> Any:
    return "" if value is None else value


def _joined(value: Any, words: Mapping[str, str]) -> str:
    if not value:
        return ""
    return ", ".join(words.get(one, one) for one in value) if isinstance(value, list) else words.get(value, str(value))


def _words(field: Field) -> Mapping[str, str]:
    if field.choices:
        return words_of(field.choices)
    return {one["key"]: one["label"] for one in field.options.get("choices", [])}


_OUTSIDE: dict[Kind, Reader] = {
    Kind.EMAILS: lambda record, beside: beside.held.get((record.actor_id, "email"), []),
    Kind.PHONES: lambda record, beside: beside.held.get((record.actor_id, "phone"), []),
    Kind.TAGS: lambda record, beside: beside.tags.get(record.actor_id, []),
}
