"""The Visits tab."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foyer.desk.access import or_404, signed_in
from foyer.desk.files.shown import visit_files
from foyer.desk.setup.codes import first_code
from foyer.desk.visits.around import around
from foyer.desk.visits.listing import counts_of, listing
from foyer.desk.visits.notes import notes_context
from foyer.desk.visits.page import visit_page
from foyer.desk.visits.streams import BY_NAME, PERIODS, asked_of, column_of, columns_of
from foyer.lib.text import id_from
from foyer.portals.queries import integration_on
from foyer.team.rights import rights_of
from foyer.team.types import Refusal
from foyer.visits.actions import delete_visit
from foyer.visits.queries import visit_for
from foyer.visits.views_table import view_named


@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """A view of the list (F54-F59); where a profile hides visits, there is none (F29)."""
    _require_visits(request)
    found = listing(request, view_named(request.GET.get("view", "")))
    code = None if found.has_visits else first_code(request, found.portal)
    context = {"list": found, "code": code, "is_off": not integration_on()}
    return render(request, "desk/visits/visits.jinja", context)


@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """The counts of the tabs, which come after the page."""
    _require_visits(request)
    return render(request, "desk/lists/counts.jinja", {"counts": counts_of(request), "prefix": "nv"})


@require_safe
def crm_view(request: HttpRequest) -> HttpResponse:
    """Who came, by what the CRM knows of them, with everything around one of them (F60-F67)."""
    _require_visits(request)
    asked = asked_of(request)
    chosen = request.GET.get("visit", "")
    page = {"asked": asked, "columns": columns_of(request, asked), "periods": PERIODS}
    if chosen.isdecimal():
        page |= _around(request, id_from(chosen) or 0)
    return render(request, "desk/visits/crm_view.jinja", page)


@require_safe
def visit_stream(request: HttpRequest, stream: str) -> HttpResponse:
    """More people of a stream."""
    _require_visits(request)
    if stream not in BY_NAME:
        raise Http404
    asked = asked_of(request)
    column = column_of(request, asked, BY_NAME[stream])
    return render(request, "desk/visits/stream.jinja", {"asked": asked, "column": column})


@require_safe
def around_visit(request: HttpRequest, visit_id: int) -> HttpResponse:
    """The panel for one visit; on the CRM view when asked for as a page."""
    shown = _around(request, visit_id)
    if not request.headers.get("HX-Request"):
        return redirect(f"{reverse('crm_view')}?visit={visit_id}&panel={shown['panel']}")
    return render(request, "desk/visits/around.jinja", {**shown, "asked": asked_of(request)})


@require_safe
def visit(request: HttpRequest, visit_id: int) -> HttpResponse:
    """One visit (F26, F34-F49, F68-F72)."""
    user = signed_in(request)
    page = or_404(visit_page, user, visit_id)
    attached = {**notes_context(user, page.visit), **visit_files(user, page.visit)}
    return render(request, "desk/visits/visit.jinja", {"page": page, **attached})


@require_POST
def deletion(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Deletes a visit that is over (F30)."""
    user = signed_in(request)
    found = or_404(visit_for, user, visit_id)
    try:
        delete_visit(found, user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("visit", visit_id=visit_id)
    messages.success(request, _("The visit is deleted"))
    return redirect("visits")


def _require_visits(request: HttpRequest) -> None:
    if not rights_of(signed_in(request)).may("visit", "view"):
        raise Http404


def _around(request: HttpRequest, visit_id: int) -> dict[str, Any]:
    panel = "info" if request.GET.get("panel") == "info" else "pages"
    shown = or_404(around, signed_in(request), visit_id, with_details=panel == "info")
    return {"around": shown, "panel": panel}
