"""The views that are there from the start, as a table by module; each runs on an index (E16, P5)."""

import dataclasses
from typing import Any

from django.utils.translation import gettext_lazy as _

from foyer.crm.types import ModuleName

NEWEST, CHANGED, NAME = "-created_at", "-changed_at", "name"
_MINE = {"field": "owner", "is": "any_of", "value": ["me"]}
_NOBODYS = {"field": "owner", "is": "empty"}
_OPEN = {"field": "done_at", "is": "empty"}


@dataclasses.dataclass(frozen=True, slots=True)
class Shipped:
    """A view: `filters` is a tree of conditions, `sort` a field, with a minus for descending."""

    key: str
    title: Any
    filters: dict[str, Any]
    sort: str = NEWEST


def _all(*conditions: dict[str, Any]) -> dict[str, Any]:
    return {"all": list(conditions)}


def _is(field: str, word: str, value: Any = None) -> dict[str, Any]:
    return {"field": field, "is": word} | ({} if value is None else {"value": value})


VIEWS: dict[ModuleName, tuple[Shipped, ...]] = {
    "lead": (
        Shipped("all", _("All leads"), {}),
        Shipped("mine", _("My leads"), _all(_MINE)),
        Shipped("unassigned", _("Unassigned"), _all(_NOBODYS)),
        Shipped("new", _("New"), _all(_is("status", "any_of", ["new"]))),
        Shipped("changed", _("Recently changed"), {}, CHANGED),
        Shipped("by_name", _("By name"), {}, NAME),
    ),
    "contact": (
        Shipped("all", _("All contacts"), {}),
        Shipped("mine", _("My contacts"), _all(_MINE)),
        Shipped("unassigned", _("Unassigned"), _all(_NOBODYS)),
        Shipped("changed", _("Recently changed"), {}, CHANGED),
        Shipped("by_name", _("By name"), {}, NAME),
    ),
    "account": (
        Shipped("all", _("All accounts"), {}, NAME),
        Shipped("mine", _("My accounts"), _all(_MINE)),
        Shipped("changed", _("Recently changed"), {}, CHANGED),
        Shipped("newest", _("Newest"), {}),
    ),
    "deal": (
        Shipped("open", _("Open deals"), _all(_is("closed_at", "empty")), "close_date"),
        Shipped("mine", _("My deals"), _all(_MINE)),
        Shipped("closing", _("Closing this month"), _all(_is("close_date", "this_month")), "close_date"),
        Shipped("all", _("All deals"), {}),
        Shipped("changed", _("Recently changed"), {}, CHANGED),
    ),
    "activity": (
        Shipped("mine", _("My open activities"), _all(_MINE, _OPEN), "due_at"),
        Shipped("overdue", _("Overdue"), _all(_OPEN, _is("due_at", "before_today")), "due_at"),
        Shipped("today", _("Today"), _all(_OPEN, _is("due_at", "today")), "due_at"),
        Shipped("unassigned", _("Unassigned"), _all(_NOBODYS, _OPEN), "due_at"),
        Shipped("all", _("All activities"), {}),
    ),
}
"""By module, in the order of the tabs; the first is what a list opens with."""


def shipped(module: ModuleName, key: str) -> Shipped | None:
    """One of them."""
    return next((view for view in VIEWS[module] if view.key == key), None)
