"""Pick lists (F217, F241): what each holds from the start, and what administrators made of it."""

import dataclasses
from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from foyer.crm.models import Choice
from foyer.events.kept import kept


@dataclasses.dataclass(frozen=True, slots=True)
class PickList:
    """A pick list as it is from the start; `fixed` keys are set by Foyer itself and can be renamed, not removed."""

    title: Any
    start: tuple[tuple[str, Any, str], ...]
    fixed: frozenset[str] = frozenset()
    is_editable: bool = True


_l = gettext_lazy
LISTS: dict[str, PickList] = {
    "source": PickList(
        _l("Sources"),
        (
            ("chat", _l("Web chat"), ""),
            ("by_hand", _l("By hand"), ""),
            ("import", pgettext_lazy("source", "Import"), ""),
            ("web_form", _l("Web form"), ""),
            ("call", pgettext_lazy("source", "Call"), ""),
            ("email", _l("E-mail"), ""),
            ("referral", _l("Recommendation"), ""),
            ("advertisement", _l("Advertisement"), ""),
            ("trade_fair", _l("Trade fair"), ""),
            ("partner", _l("Partner"), ""),
            ("other", _l("Other"), ""),
        ),
        frozenset({"chat", "by_hand", "import", "web_form", "call", "email"}),
    ),
    "lead_status": PickList(
        _l("Lead statuses"),
        (
            ("new", _l("New"), "blue"),
            ("contacted", _l("Contacted"), ""),
            ("qualified", _l("Qualified"), "green"),
            ("lost", _l("Lost"), "red"),
        ),
        frozenset({"new", "lost"}),
    ),
    "salutation": PickList(
        _l("Salutations"), (("mr", _l("Mr"), ""), ("ms", _l("Ms"), ""), ("mx", _l("Mx"), ""), ("dr", _l("Dr"), ""))
    ),
    "industry": PickList(
        _l("Industries"),
        (
            ("agriculture", _l("Agriculture"), ""),
            ("construction", _l("Construction"), ""),
            ("education", _l("Education"), ""),
            ("energy", _l("Energy"), ""),
            ("finance", _l("Finance"), ""),
            ("government", _l("Government"), ""),
            ("health", _l("Health"), ""),
            ("hospitality", _l("Hospitality"), ""),
            ("it", _l("Information technology"), ""),
            ("manufacturing", _l("Manufacturing"), ""),
            ("media", _l("Media"), ""),
            ("real_estate", _l("Real estate"), ""),
            ("retail", _l("Retail"), ""),
            ("services", _l("Services"), ""),
            ("transport", _l("Transport"), ""),
            ("other", _l("Other"), ""),
        ),
    ),
    "account_kind": PickList(
        _l("Account types"),
        (
            ("customer", _l("Customer"), ""),
            ("prospect", _l("Prospect"), ""),
            ("partner", _l("Partner"), ""),
            ("supplier", _l("Supplier"), ""),
            ("competitor", _l("Competitor"), ""),
        ),
    ),
    "deal_role": PickList(
        _l("Roles in a deal"),
        (
            ("decides", _l("Decides"), ""),
            ("influences", _l("Influences"), ""),
            ("uses", _l("Uses it"), ""),
            ("pays", _l("Pays"), ""),
        ),
    ),
    "lost_reason": PickList(
        _l("Reasons for loss"),
        (
            ("price", _l("Price"), ""),
            ("competitor", _l("Competitor"), ""),
            ("no_need", _l("No need any more"), ""),
            ("no_answer", _l("No answer"), ""),
            ("other", _l("Other"), ""),
        ),
    ),
    "priority": PickList(
        _l("Priorities"), (("high", _l("High"), "red"), ("normal", _l("Normal"), ""), ("low", _l("Low"), ""))
    ),
    "activity_kind": PickList(
        _l("Kinds of activity"),
        (("task", _l("Task"), ""), ("meeting", _l("Meeting"), ""), ("call", pgettext_lazy("source", "Call"), "")),
        frozenset({"task", "meeting", "call"}),
        is_editable=False,
    ),
}
"""By name: all pick lists there are."""


@dataclasses.dataclass(frozen=True, slots=True)
class Option:
    """A value of a pick list as it is shown."""

    key: str
    label: str
    colour: str
    is_active: bool = True


def options_of(name: str) -> list[Option]:
    """The values of a list in their order, also those that are no longer offered; one query for all lists."""
    rows = _changed().get(name, ())
    if rows:
        start = {key: label for key, label, _colour in LISTS[name].start}
        return [Option(r.key, r.label or str(start.get(r.key, r.key)), r.colour, r.is_active) for r in rows]
    return [Option(key, str(label), colour) for key, label, colour in LISTS[name].start]


@kept
def _changed() -> dict[str, list[Choice]]:
    """By list: the values of those that administrators changed."""
    changed: defaultdict[str, list[Choice]] = defaultdict(list)
    for row in Choice.objects.filter(list__in=[name for name, pick_list in LISTS.items() if pick_list.is_editable]):
        changed[row.list].append(row)
    return dict(changed)


def is_choice(name: str, key: str) -> bool:
    """Whether the value may be stored: also one that is no longer offered, because records have it."""
    return any(option.key == key for option in options_of(name))


def choice_word(name: str, key: str) -> str:
    """The label of a value; what is unknown is shown as it is."""
    return next((option.label for option in options_of(name) if option.key == key), key)


def words_of(name: str) -> dict[str, str]:
    """The labels of all values, for lists."""
    return {option.key: option.label for option in options_of(name)} | {"": _("None")}
