"""What is done with the visits that are chosen in the list, or all that it shows: a file, or deleting (B15, F30)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from foyer.crm.fields.types import BadValue
from foyer.crm.models import Run
from foyer.desk.access import signed_in
from foyer.desk.runs.choosing import gone_to
from foyer.desk.visits.export import begin_visits_file, require_exporting
from foyer.desk.visits.listing import Chosen, chosen_by
from foyer.team.rights import rights_of
from foyer.team.types import Refusal
from foyer.visits.actions import require_deleting
from foyer.visits.deleting import begin_deleting
from foyer.visits.models import Visit
from foyer.visits.selection import selected_visits
from foyer.visits.views_table import view_named


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """How many visits the list in the address has: what “Select all” says."""
    total = _list_of(request).wanted.visits(signed_in(request)).count()
    return render(request, "desk/runs/whole.jinja", {"total": total})


@require_POST
def export_form(request: HttpRequest) -> HttpResponse:
    """Asks which kind of file."""
    chosen, user = _list_of(request), signed_in(request)
    require_exporting(user)
    selection, visits = _chosen(request, chosen)
    context = {"query": chosen.query, "ids": selection.get("ids", ()), "total": visits.count()}
    return render(request, "desk/visits/export_form.jinja", context)


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Writes it: few rows come down at once, many are waited for on a page."""
    chosen = _list_of(request)
    form = request.POST.get("format", "csv")
    try:
        run = begin_visits_file(signed_in(request), _selection(request, chosen), chosen.field, form)
    except (BadValue, Refusal) as refusal:
        messages.error(request, str(refusal.args[0]))
        return gone_to(request, f"{reverse('visits')}?{chosen.query}")
    return gone_to(request, reverse("run_file" if run.state == Run.State.DONE else "run", args=[run.pk]))


@require_POST
def deletion_form(request: HttpRequest) -> HttpResponse:
    """Asks first, and says which ones stay."""
    chosen, user = _list_of(request), signed_in(request)
    require_deleting(user)
    selection, visits = _chosen(request, chosen)
    counts = {"total": visits.count(), "open": visits.filter(is_open=True).count()}
    context = {"query": chosen.query, "ids": selection.get("ids", ()), **counts}
    return render(request, "desk/visits/mass_form.jinja", context)


@require_POST
def deletion(request: HttpRequest) -> HttpResponse:
    """Does it: few at once, with a word; many in the background, on a page of their own."""
    chosen = _list_of(request)
    back = f"{reverse('visits')}?{chosen.query}"
    try:
        run = begin_deleting(signed_in(request), _selection(request, chosen))
    except BadValue as nothing:
        messages.error(request, str(nothing))
        return gone_to(request, back)
    if run.state != Run.State.DONE or run.skipped:
        return gone_to(request, reverse("run", args=[run.pk]))
    words = ngettext("%(num)s visit is deleted", "%(num)s visits are deleted", run.done)
    messages.success(request, words % {"num": run.done})
    return gone_to(request, back)


def _list_of(request: HttpRequest) -> Chosen:
    if not rights_of(signed_in(request)).may("visit", "view"):
        raise Http404
    return chosen_by(request, view_named(request.GET.get("view", "")))


def _chosen(request: HttpRequest, chosen: Chosen) -> tuple[dict[str, Any], QuerySet[Visit]]:
    """What the bar has chosen; nothing is a bad request."""
    selection = _selection(request, chosen)
    try:
        return selection, selected_visits(signed_in(request), selection)
    except BadValue as nothing:
        raise BadRequest from nothing


def _selection(request: HttpRequest, chosen: Chosen) -> dict[str, Any]:
    return chosen.wanted.plan() if request.POST.get("all") else {"ids": request.POST.getlist("id")}
