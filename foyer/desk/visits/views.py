"""The Visits tab."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foyer.desk.access import or_404, signed_in
from foyer.desk.setup.codes import first_code
from foyer.desk.visits.listing import listing
from foyer.desk.visits.page import visit_page
from foyer.desk.visits.views_table import view_named
from foyer.team.rights import rights_of
from foyer.team.types import Refusal
from foyer.visits.actions import delete_visit
from foyer.visits.queries import visit_for


@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """A view of the list (F54-F59); where a profile hides visits, there is none (F29)."""
    if not rights_of(signed_in(request)).may("visit", "view"):
        raise Http404
    found = listing(request, view_named(request.GET.get("view", "")))
    code = None if found.has_visits else first_code(request, found.portal)
    return render(request, "desk/visits/visits.jinja", {"list": found, "code": code})


@require_safe
def visit(request: HttpRequest, visit_id: int) -> HttpResponse:
    """One visit (F26, F34-F49, F68-F72)."""
    return render(request, "desk/visits/visit.jinja", {"page": or_404(visit_page, signed_in(request), visit_id)})


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
