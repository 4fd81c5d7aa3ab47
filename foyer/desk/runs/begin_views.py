"""Beginning a mass action or an export from a list."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from foyer.crm.fields.types import BadValue
from foyer.crm.models import Run
from foyer.crm.modules import MODULES
from foyer.crm.runs.actions import begin_export, begin_mass
from foyer.crm.runs.selection import as_module
from foyer.crm.runs.work import Unfit
from foyer.crm.types import ModuleName
from foyer.desk.access import signed_in
from foyer.desk.lists.asked import asked
from foyer.team.types import Refusal


@require_POST
def mass(request: HttpRequest) -> HttpResponse:
    """Does one thing with all that is selected; what is small is done at once."""
    given = request.POST
    try:
        module = as_module(given.get("module", ""))
        run = begin_mass(
            module,
            signed_in(request),
            given.get("act", ""),
            _selection(request, module),
            field=given.get("field", ""),
            value=given.get("value", ""),
            tags=given.get("tags", "").split(","),
            task={"subject": given.get("subject", ""), "due_at": given.get("due_at", "")},
        )
    except (Refusal, BadValue, Unfit) as refusal:
        messages.error(request, str(refusal.args[0]))
        return _to(request, given.get("back", ""))
    return _to(request, _told(request, run, given.get("back", "")))


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Writes what is selected, or all that the list shows, into a file."""
    given = request.POST
    try:
        module = as_module(given.get("module", ""))
        run = begin_export(
            module,
            signed_in(request),
            _selection(request, module),
            columns=["name", *asked(request, module).columns],
            form=given.get("format", "csv"),
            shape=given.get("shape", "screen"),
        )
    except (Refusal, BadValue, Unfit) as refusal:
        messages.error(request, str(refusal.args[0]))
        return _to(request, given.get("back", ""))
    return _to(request, reverse("run", args=[run.pk]))


def _selection(request: HttpRequest, module: ModuleName) -> dict[str, Any]:
    """The chosen rows, or with `all` everything that the list in the address shows."""
    given = request.POST
    if given.get("all"):
        wanted = asked(request, module).wanted
        tree = {"filters": dict(wanted.filters), "added": dict(wanted.added), "search": wanted.search}
        return {"all": True, **json.loads(json.dumps(tree))}
    return {"ids": given.getlist("id")}


def _told(request: HttpRequest, run: Run, back: str) -> str:
    """Where one goes: back with a word when it is done and went well, to its page when not."""
    if run.state != Run.State.DONE or run.failed:
        return reverse("run", args=[run.pk])
    words = ngettext("%(num)s record is changed", "%(num)s records are changed", run.done) % {"num": run.done}
    messages.success(request, words, extra_tags=reverse("run_undoing", args=[run.pk]) if run.done else "")
    return back or f"/{MODULES[as_module(run.module)].plural}/"


def _to(request: HttpRequest, address: str) -> HttpResponse:
    """A page of our own; htmx is told to go there as a whole."""
    target = address if address.startswith("/") and not address.startswith(("//", "/\\")) else reverse("imports")
    if not request.headers.get("HX-Request"):
        return redirect(target)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = target
    return response
