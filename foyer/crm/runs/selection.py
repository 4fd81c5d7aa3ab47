"""Which records a run is about: some, or all that match a view, its filters and a search (issue 3, 4; B15)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foyer.crm.access import all_visible, visible
from foyer.crm.fields.types import BadValue
from foyer.crm.lists.page import Wanted, chosen
from foyer.crm.modules import MODULES
from foyer.crm.runs.work import Unfit
from foyer.crm.types import ModuleName
from foyer.lib.text import id_from
from foyer.team.models import User

MAX_IDS = 10_000
MAX_SEARCH = 100

Selection = Mapping[str, Any]
"""`{"ids": [1, 2]}`, or `{"all": true, "filters": tree, "added": tree, "search": "text"}`."""


def checked(raw: object) -> dict[str, Any]:
    """A selection as it is stored. BadValue when nothing is selected, or too much one by one."""
    given: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
    if given.get("all") is True:
        kept = {key: given.get(key) or {} for key in ("filters", "added")}
        return {"all": True, **kept, "search": str(given.get("search") or "")[:MAX_SEARCH]}
    ids = given.get("ids")
    numbers = {number for one in ids if (number := id_from(str(one))) is not None} if isinstance(ids, list) else set()
    if not numbers or len(numbers) > MAX_IDS:
        raise BadValue(_("Select something first."))
    return {"ids": sorted(numbers)}


def selected(module: ModuleName, user: User, selection: Selection, *, gone: bool = False) -> "QuerySet[Any]":
    """The selected records that the user sees, without an order; with `gone` those in the recycle bin."""
    binned = {"gone_at__isnull": False} if module == "activity" else {"gone": "deleted"}
    rows = all_visible(module, user).filter(**binned) if gone else visible(module, user)
    if selection.get("all") is not True:
        return rows.filter(pk__in=selection["ids"])
    words = {"filters": selection["filters"], "added": selection["added"], "search": selection["search"]}
    try:
        return chosen(user, module, Wanted(**words))
    except BadValue as error:
        raise Unfit(str(error)) from error


def as_module(name: str) -> ModuleName:
    """A module of this name; Unfit when there is none."""
    if name not in MODULES:
        raise Unfit(_("There is no such module."))
    return next(module for module in MODULES if module == name)
