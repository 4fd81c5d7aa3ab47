"""Everything that a list page shows: tabs, chips, menus, rows (ui.md, List page)."""

import dataclasses
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _
from markupsafe import Markup

from foyer.crm.fields.types import BadValue, Field
from foyer.crm.lists.order import NAME
from foyer.crm.lists.page import REACHED, Page, Wanted, capped_count, page
from foyer.crm.lists.shipped import VIEWS
from foyer.crm.lists.trees import is_group, parts_of, without
from foyer.crm.lists.views import may_change, views_and_tabs
from foyer.crm.models import View
from foyer.crm.modules import MODULES, Module
from foyer.desk.lists.asked import Asked
from foyer.desk.lists.cells import rows_of
from foyer.desk.lists.filters import filter_words
from foyer.team.rights import rights_of


@dataclasses.dataclass(frozen=True, slots=True)
class Tab:
    """A view in the row of tabs."""

    text: str
    url: str
    on: bool
    key: str
    owner: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Chip:
    """A filter with the address of the list without it; of a group each of its filters."""

    text: str
    without_url: str
    inner: "tuple[Chip, ...]" = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Sort:
    """An entry of the sort menu."""

    text: str
    url: str
    on: bool


@dataclasses.dataclass(frozen=True, slots=True)
class ListPage:
    """A list as it is shown."""

    asked: Asked
    module: Module
    tabs: list[Tab]
    hidden_views: list[Tab]
    chips: list[Chip]
    sorts: list[Sort]
    columns: list[tuple[Field, str, str]]
    rows: list[Markup]
    newer_url: str
    older_url: str
    error: str
    may_create: bool
    may_edit: bool
    may_delete: bool
    may_export: bool
    may_task: bool
    may_mail: bool
    is_narrowed: bool
    query: str
    change_view: View | None


def list_page(request: HttpRequest, asked: Asked) -> ListPage:
    """The page; a filter that cannot be read shows nothing and says why."""
    error, found = "", Page([], "")
    try:
        found = page(asked.user, asked.module, asked.wanted, asked.fields, asked.columns)
    except BadValue as bad:
        error = str(bad)
    rights = rights_of(asked.user)
    tabs, others = _tabs(asked)
    return ListPage(
        asked=asked,
        module=MODULES[asked.module],
        tabs=tabs,
        hidden_views=others,
        chips=[] if error else _chips(asked),
        sorts=_sorts(asked),
        columns=[_head(asked, asked.fields[key]) for key in asked.columns],
        rows=rows_of(asked, found),
        newer_url=_newer(asked),
        older_url=_older(asked, found.next_cursor),
        error=error,
        may_create=rights.may(asked.module, "create"),
        may_edit=rights.may(asked.module, "edit"),
        may_delete=rights.may(asked.module, "delete"),
        may_export=rights.may(asked.module, "export"),
        may_task=rights.may("activity", "create"),
        may_mail=rights.may(asked.module, "export") and asked.module in REACHED and "emails" in asked.fields,
        is_narrowed=bool(asked.wanted.search) or asked.is_filtered,
        query=asked.address(),
        change_view=asked.view if isinstance(asked.view, View) and may_change(asked.user, asked.view) else None,
    )


def counts_of(asked: Asked) -> list[tuple[str, int]]:
    """How many rows each tab has, capped: fetched after the page, so that nobody waits for it."""
    views: list[tuple[str, Any]] = [(view.key, view.filters) for view in VIEWS[asked.module]]
    views += [(str(view.pk), view.filters) for view in views_and_tabs(asked.user, asked.module)[1]]
    counted = []
    for key, filters in views:
        try:
            counted.append((key, capped_count(asked.user, asked.module, Wanted(filters=filters), asked.fields)))
        except BadValue:
            continue
    return counted


def _tabs(asked: Asked) -> tuple[list[Tab], list[Tab]]:
    """Shipped views, then those among the user's tabs; all others stand in the menu behind."""
    shipped_ones = [_tab(asked, view.key, str(view.title)) for view in VIEWS[asked.module]]
    seen, pinned = views_and_tabs(asked.user, asked.module)
    saved = {str(view.pk): view for view in seen}
    shown = [str(view.pk) for view in pinned]
    if asked.key in saved and asked.key not in shown:
        shown.append(asked.key)
    tabs = [_tab(asked, key, saved[key].name) for key in shown]
    others = [_tab(asked, key, view.name, view.owner.name) for key, view in saved.items() if key not in shown]
    return shipped_ones + tabs, others


def _tab(asked: Asked, key: str, text: str, owner: str = "") -> Tab:
    return Tab(text, f"?view={key}", asked.key == key, key, owner)


def _chips(asked: Asked) -> list[Chip]:
    return [_chip(asked, part, (place,)) for place, part in enumerate(asked.parts)]


def _chip(asked: Asked, part: Any, path: tuple[int, ...]) -> Chip:
    """A group has a chip for each of its filters; deeper ones, which only addresses have, are one chip."""
    inner = parts_of(part) if is_group(part) and len(path) == 1 else []
    url = asked.address(without(asked.wanted.added, path))
    return Chip(filter_words(part, asked), url, tuple(_chip(asked, one, (*path, at)) for at, one in enumerate(inner)))


def _sorts(asked: Asked) -> list[Sort]:
    fields = [field for field in asked.fields.values() if field.is_sortable and field.key != NAME]
    named = [(NAME, _("Name"))] if asked.module != "activity" else []
    keys = named + [(field.key, str(field.label)) for field in fields]
    current = asked.wanted.sort.removeprefix("-")
    return [Sort(text, _sorted_url(asked, key), key == current) for key, text in keys]


def _sorted_url(asked: Asked, key: str) -> str:
    """The other way round when it is the order already; times begin with the newest."""
    current = asked.wanted.sort
    if current.removeprefix("-") == key:
        return asked.address(sort=key if current.startswith("-") else f"-{key}")
    newest_first = key in {"created_at", "changed_at", "closed_at", "amount", "annual_revenue", "employees"}
    return asked.address(sort=f"-{key}" if newest_first else key)


def _head(asked: Asked, field: Field) -> tuple[Field, str, str]:
    """A column's field, the address that sorts by it, and how it is sorted now."""
    current = asked.wanted.sort
    way = "" if current.removeprefix("-") != field.key else "descending" if current.startswith("-") else "ascending"
    return field, _sorted_url(asked, field.key) if field.is_sortable else "", way


def _older(asked: Asked, cursor: str) -> str:
    if not cursor:
        return ""
    trail = [*asked.trail, asked.wanted.cursor] if asked.wanted.cursor else []
    return asked.address() + "&" + urlencode({"cursor": cursor, "back": ".".join(trail)})


def _newer(asked: Asked) -> str:
    if not asked.wanted.cursor:
        return ""
    if not asked.trail:
        return asked.address()
    *earlier, last = asked.trail
    return asked.address() + "&" + urlencode({"cursor": last, "back": ".".join(earlier)})
