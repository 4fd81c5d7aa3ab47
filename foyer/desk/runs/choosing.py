"""What is chosen in a list: some rows, or with `all` everything that the list in the address shows (B15)."""

import dataclasses
import json
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from foyer.crm.modules import MODULES
from foyer.crm.runs.selection import as_module
from foyer.crm.runs.work import Unfit
from foyer.crm.types import ModuleName
from foyer.desk.lists.asked import Asked, asked


@dataclasses.dataclass(frozen=True, slots=True)
class Chosen:
    """A list, and which of its rows."""

    asked: Asked
    selection: dict[str, Any]

    @property
    def module(self) -> ModuleName:
        """What the rows are."""
        return self.asked.module

    @property
    def back(self) -> str:
        """The address of the list."""
        return f"/{MODULES[self.module].plural}/{self.asked.address()}"


def chosen_in(request: HttpRequest, given: QueryDict | None = None) -> Chosen:
    """Reads the form of a selection bar; a module that there is not is a bad request, one that is hidden is 404."""
    given = request.POST if given is None else given
    try:
        found = asked(request, as_module(given.get("module", "")))
    except Unfit as unfit:
        raise BadRequest from unfit
    if given.get("all"):
        wanted = found.wanted
        tree = {"filters": dict(wanted.filters), "added": dict(wanted.added), "search": wanted.search}
        return Chosen(found, {"all": True, **json.loads(json.dumps(tree))})
    return Chosen(found, {"ids": given.getlist("id")})


def gone_to(request: HttpRequest, address: str) -> HttpResponse:
    """To another page; htmx is told to go there as a whole."""
    if not request.headers.get("HX-Request"):
        return redirect(address)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = address
    return response


def own_address(address: str, other: str) -> str:
    """An address of ours to go back to; `other` when it leads elsewhere."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else other
