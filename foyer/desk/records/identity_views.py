"""How we know a person: adding and taking off identifiers, undoing joins (D18, B1)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foyer.crm.actions import add_identifier, take_identifier_off
from foyer.crm.queries import person_for
from foyer.crm.types import Module
from foyer.desk.access import or_404, signed_in
from foyer.desk.records.forms import home_region
from foyer.desk.records.leaving import leaving
from foyer.identity.actions import undo
from foyer.identity.models import Identifier
from foyer.identity.queries import decisions_of
from foyer.team.types import Refusal


@require_POST
def identifiers(request: HttpRequest, module: Module, record_id: int) -> HttpResponse:
    """One more e-mail address or phone number (F186)."""
    person, value = or_404(person_for, signed_in(request), module, record_id), request.POST.get("value", "")
    kind = Identifier.Kind.EMAIL if "@" in value else Identifier.Kind.PHONE
    try:
        add_identifier(person, signed_in(request), kind, value, region=home_region())
        messages.success(request, _("Saved"))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(module, record_id=record_id)


@require_http_methods(["GET", "HEAD", "POST"])
def identifier(request: HttpRequest, module: Module, record_id: int, identifier_id: int) -> HttpResponse:
    """Shows what would leave the record, and takes it off (D18, F151)."""
    person = or_404(person_for, signed_in(request), module, record_id)
    preview = or_404(leaving, person, identifier_id)
    if request.method != "POST":
        fragment = "_dialog" if request.headers.get("HX-Request") else ""
        return render(
            request, f"desk/records/take_off{fragment}.jinja", {"person": person, "module": module, "preview": preview}
        )
    take_identifier_off(person, signed_in(request), identifier_id)
    messages.success(request, _("%(value)s was taken off. Undo stands in the feed.") % {"value": preview.value})
    return redirect(module, record_id=record_id)


@require_POST
def undoing(request: HttpRequest, module: Module, record_id: int, decision_id: int) -> HttpResponse:
    """Takes a decision about who is who back (B1)."""
    person = or_404(person_for, signed_in(request), module, record_id)
    decision = get_object_or_404(decisions_of(person.actor_id), pk=decision_id)
    try:
        undo(decision, signed_in(request))
        messages.success(request, _("Undone"))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(module, record_id=record_id)
