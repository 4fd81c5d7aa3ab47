"""What the address of a list asks for: view, filters, words, columns, order, page."""

import dataclasses
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

from foyer.crm.fields.rights import shown_fields
from foyer.crm.fields.types import Field
from foyer.crm.lists.order import NAME, order_by
from foyer.crm.lists.page import Wanted
from foyer.crm.lists.shipped import VIEWS, Shipped, shipped
from foyer.crm.lists.trees import joined_of, parts_of
from foyer.crm.lists.views import views_and_tabs
from foyer.crm.models import View
from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName
from foyer.desk.access import signed_in
from foyer.lib.text import id_from
from foyer.team.models import User
from foyer.team.rights import rights_of

MAX_FILTERS = 8_000
MAX_TRAIL = 60
"""So many pages back the Newer button knows its way; further on it leads to the newest."""
NO_FILTERS = "none"
"""In an address: not even those of the saved view."""
KEPT = ("view", "q", "sort", "f")
"""What stays in the address while one pages on."""


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """The list that is asked for, with everything that the page needs to know of it."""

    module: ModuleName
    user: User
    view: Shipped | View
    key: str
    fields: Mapping[str, Field]
    columns: tuple[str, ...]
    wanted: Wanted
    trail: tuple[str, ...]

    @property
    def parts(self) -> list[Any]:
        """The filters that are shown as chips: those of a saved view, or those that were added to a shipped one."""
        return parts_of(self.wanted.added)

    @property
    def joined(self) -> str:
        """Whether all of them must fit, or any."""
        return joined_of(self.wanted.added)

    @property
    def is_filtered(self) -> bool:
        """Whether the filters differ from those of the view."""
        return self.wanted.added != (self.view.filters if isinstance(self.view, View) else {})

    def address(self, filters: Mapping[str, Any] | None = None, **changes: Any) -> str:
        """The address of the same list with something changed; the page begins anew."""
        kept: dict[str, Any] = {"q": self.wanted.search, "sort": self.wanted.sort if self.is_sorted else ""}
        kept["view"] = self.key if self.key != VIEWS[self.module][0].key else ""
        kept["f"] = self._as_text(self.wanted.added if filters is None else filters)
        kept["cols"] = self.columns if self.columns != default_columns(self.module, self.view, self.fields) else ()
        return "?" + urlencode({name: value for name, value in (kept | changes).items() if value}, doseq=True)

    def _as_text(self, tree: Mapping[str, Any]) -> str:
        """The filters of a saved view are those it has, unless the address says otherwise."""
        if isinstance(self.view, View):
            return "" if tree == self.view.filters else as_text(tree) or NO_FILTERS
        return as_text(tree)

    @property
    def is_sorted(self) -> bool:
        """Whether the order differs from that of the view."""
        return self.wanted.sort != self.view.sort


def asked(request: HttpRequest, module: ModuleName) -> Asked:
    """Reads the address; what cannot be read is left out. A hidden module is not there (F229)."""
    user, get = signed_in(request), request.GET
    if not rights_of(user).may(module, "view"):
        raise Http404
    fields = shown_fields(user, module)
    key, view = _view(user, module, get.get("view", ""))
    own, added = view.filters, filters_from(get.get("f", ""))
    if isinstance(view, View):
        own, added = {}, added if "f" in get else view.filters
    wanted = Wanted(
        filters=own,
        added=added,
        search=get.get("q", "").replace("\x00", "").strip()[:100],
        sort=_sort(get.get("sort", ""), view.sort, fields),
        cursor=get.get("cursor", ""),
    )
    columns = _known(get.getlist("cols"), fields) or default_columns(module, view, fields)
    trail = tuple(text for text in get.get("back", "").split(".") if text)[-MAX_TRAIL:]
    return Asked(module, user, view, key, fields, columns, wanted, trail)


def default_columns(module: ModuleName, view: Shipped | View, fields: Mapping[str, Field]) -> tuple[str, ...]:
    """The columns of a view, as far as the user sees them."""
    return _known(getattr(view, "columns", None) or MODULES[module].columns, fields)


def filters_from(text: str) -> dict[str, Any]:
    """A tree of filters out of an address; nothing when it is none."""
    try:
        tree = json.loads(text[:MAX_FILTERS]) if text else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(tree, dict) or len(tree) != 1:
        return {}
    [(joined, parts)] = tree.items()
    return tree if joined in {"all", "any"} and isinstance(parts, list) and parts else {}


def as_text(tree: Mapping[str, Any]) -> str:
    """A tree of filters for an address."""
    return json.dumps(tree, separators=(",", ":"), ensure_ascii=False) if tree else ""


def _view(user: User, module: ModuleName, key: str) -> tuple[str, Shipped | View]:
    found: Shipped | View | None = shipped(module, key)
    if found is None and (view_id := id_from(key)) is not None:
        found = next((view for view in views_and_tabs(user, module)[0] if view.pk == view_id), None)
    if found is None:
        first = VIEWS[module][0]
        return first.key, first
    return key, found


def _sort(asked_for: str, of_view: str, fields: Mapping[str, Field]) -> str:
    for sort in (asked_for[:60], of_view):
        if sort and order_by(sort, fields) is not None:
            return sort
    return "-created_at"


def _known(keys: Iterable[str], fields: Mapping[str, Field]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in keys if key in fields and key != NAME))
