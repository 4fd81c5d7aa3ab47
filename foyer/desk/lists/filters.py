"""Filters in words, and the form that adds one: field, comparison, value (E2, E3)."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from foyer.crm.choices import words_of
from foyer.crm.conditions import ME, WITHOUT_VALUE, comparators_of
from foyer.crm.fields.rights import shown_fields
from foyer.crm.fields.types import Field, Kind
from foyer.crm.lists.trees import and_also, beside, has_groups, is_group, joined_of, or_else, parts_of
from foyer.crm.models import Stage, Tag
from foyer.crm.modules import MODULES
from foyer.crm.pipelines import stage_word
from foyer.crm.relations import RELATED, related
from foyer.crm.typed_words import is_words
from foyer.crm.types import ModuleName
from foyer.desk.lists.asked import Asked
from foyer.team.models import User
from foyer.team.queries import active_users
from foyer.team.rights import rights_of

BESIDE = "beside-"
MAX_TAGS = 200
MAX_WORDS = 60


@dataclasses.dataclass(frozen=True, slots=True)
class FilterForm:
    """The form of one condition."""

    key: str
    label: str
    comparators: list[tuple[str, str]]
    options: list[tuple[str, str]]
    input: str
    word: str
    values: list[str]
    error: str = ""


def comparator_word(word: str) -> str:
    """A comparison as people say it."""
    words = {
        "is": _("is"),
        "is_not": _("is not"),
        "contains": _("contains"),
        "begins": _("begins with"),
        "ends": _("ends with"),
        "empty": _("is empty"),
        "filled": _("is filled in"),
        "less": _("less than"),
        "more": _("more than"),
        "between": _("between"),
        "on": _("on"),
        "before": _("before"),
        "after": _("after"),
        "today": _("today"),
        "before_today": _("before today"),
        "last_days": _("in the last days"),
        "next_days": _("in the next days"),
        "this_month": _("this month"),
        "any_of": _("is"),
        "none_of": _("is not"),
        "yes": _("yes"),
        "no": _("no"),
    }
    return words.get(word, word)


def fields_to_filter(asked: Asked) -> list[tuple[str, list[tuple[str, str]]]]:
    """Key and label of every field there is to filter by: those of the module, then those of related records."""
    groups = [(str(MODULES[asked.module].one), _keys(asked.fields, ""))]
    for relation in RELATED[asked.module]:
        module = _module_of(asked, relation)
        if module:
            fields = shown_fields(asked.user, module)
            title = MODULES[module].one if relation == module else MODULES[module].title
            groups.append((str(title), _keys(fields, f"{relation}.")))
    return groups


def filter_field(asked: Asked, key: str) -> Field | None:
    """The field of a key like `status` or `account.industry`; None when the user may not filter by it."""
    relation, _dot, name = key.rpartition(".")
    module = _module_of(asked, relation)
    if module is None:
        return None
    field = (asked.fields if module == asked.module else shown_fields(asked.user, module)).get(name)
    return field if field is not None and field.is_filterable else None


def _module_of(asked: Asked, relation: str) -> ModuleName | None:
    """Where a relation leads that the user may filter by; without one it is the module of the list."""
    module = related(asked.module, relation, lambda one: shown_fields(asked.user, one)) if relation else asked.module
    return module if module and rights_of(asked.user).may(module, "view") else None


def filter_form(key: str, field: Field, typed: QueryDict, error: str = "") -> FilterForm:
    """The form, with what was typed when it is shown again."""
    words = comparators_of(field.kind)
    word = typed.get("is", words[0])
    return FilterForm(
        key=key,
        label=str(field.label),
        comparators=[(each, comparator_word(each)) for each in words],
        options=options_for(field),
        input={Kind.DATE: "date", Kind.MOMENT: "date"}.get(field.kind, "text"),
        word=word if word in words else words[0],
        values=typed.getlist("value"),
        error=error,
    )


def condition_from(key: str, typed: QueryDict) -> dict[str, Any]:
    """What was typed as a condition; whether it makes sense is asked of `conditions.where`."""
    word = typed.get("is", "")
    condition: dict[str, Any] = {"field": key, "is": word}
    values = [value for value in typed.getlist("value") if value != ""]
    if word not in WITHOUT_VALUE:
        several = word in {"any_of", "none_of", "between"}
        condition["value"] = values if several else (values[0] if values else "")
    return condition


def options_for(field: Field) -> list[tuple[str, str]]:
    """What a list field may be compared with; nothing for all others."""
    if field.choices:
        return [(key, label) for key, label in words_of(field.choices).items() if key]
    if field.kind in {Kind.CHOICE, Kind.MULTI}:
        return [(one["key"], one["label"]) for one in field.options.get("choices", [])]
    if field.kind == Kind.USER:
        return [(ME, _("Me")), *((str(user.pk), user.name) for user in active_users())]
    if field.kind == Kind.STAGE:
        return [(str(stage.pk), stage_word(stage)) for stage in Stage.objects.filter(is_active=True)]
    if field.kind == Kind.TAGS:
        return [(name, name) for name in Tag.objects.order_by("folded").values_list("name", flat=True)[:MAX_TAGS]]
    return []


def filter_words(part: Any, asked: Asked) -> str:
    """A condition, or a group of them, in words: "Status is New or City is Lund"."""
    if not is_group(part):
        return _condition_words(part, asked)
    texts = [filter_words(one, asked) for one in parts_of(part)]
    found = texts[0] if texts else ""
    for text in texts[1:]:
        words = {"one": found, "other": text}
        found = (_("%(one)s and %(other)s") if joined_of(part) == "all" else _("%(one)s or %(other)s")) % words
    return found


def joints(asked: Asked) -> list[tuple[str, str]]:
    """How one more filter may be joined with those there are; groups go one level deep."""
    parts, tree = asked.parts, asked.wanted.added
    ways = [("all", _("and: it must fit as well")), ("any", _("or: it is enough alone"))]
    found = [way for way in ways if way[0] == asked.joined or len(parts) == 1 or not has_groups(tree)] if parts else []
    with_one = (
        _("or “%(filter)s”: one of them is enough") if asked.joined == "all" else _("and “%(filter)s”: both must fit")
    )
    return found + [
        (f"{BESIDE}{place}", with_one % {"filter": filter_words(part, asked)})
        for place, part in enumerate(parts)
        if len(parts) > 1
    ]


def with_filter(asked: Asked, condition: Mapping[str, Any], joint: str) -> dict[str, Any]:
    """The filters of the list with one more; a joint that is not on offer joins it as the others are."""
    tree = asked.wanted.added
    if joint not in dict(joints(asked)):
        joint = asked.joined
    if joint.startswith(BESIDE):
        return beside(tree, int(joint.removeprefix(BESIDE)), condition)
    return and_also(tree, condition) if joint == "all" else or_else(tree, condition)


def _condition_words(part: Any, asked: Asked) -> str:
    """A condition as a chip says it: "Status: is New"."""
    if is_words(part):
        return _("Words: %(words)s") % part
    if not isinstance(part, Mapping) or "field" not in part:
        return _("Several conditions")
    field = filter_field(asked, str(part["field"]))
    if field is None:
        return str(part["field"])[:MAX_WORDS]
    words = {"field": field.label, "how": comparator_word(str(part.get("is", ""))), "value": _value(field, part)}
    if not words["value"]:
        return _("%(field)s %(how)s") % words
    return _("%(field)s %(how)s %(value)s") % words


def _value(field: Field, part: Mapping[str, Any]) -> str:
    value = part.get("value")
    if value is None:
        return ""
    values = value if isinstance(value, list) else [value]
    names = dict(options_for(field))
    if field.kind == Kind.USER and any(str(one) not in names for one in values):
        names |= {str(user.pk): user.name for user in User.objects.filter(pk__in=_ids(values))}
    joint = " – " if part.get("is") == "between" else ", "
    return joint.join(names.get(str(one), str(one)) for one in values)[:MAX_WORDS]


def _ids(values: list[Any]) -> list[int]:
    return [int(one) for one in values if str(one).isdecimal() and len(str(one)) < len(str(2**63))]


def _keys(fields: Mapping[str, Field], prefix: str) -> list[tuple[str, str]]:
    return [(f"{prefix}{key}", str(field.label)) for key, field in fields.items() if field.is_filterable]
