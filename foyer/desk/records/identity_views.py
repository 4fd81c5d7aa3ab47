"""How we know a person or a company: adding and taking off identifiers, undoing joins (D18, B1)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foyer.crm.actions import add_identifier, describe_identifier, take_identifier_off, undo_decision
from foyer.crm.fields.kinds import home_region
from foyer.crm.mailings.unsubscribing import subscribe_again, unsubscribe
from foyer.crm.modules import AnyRecord
from foyer.crm.types import ModuleName
from foyer.desk.access import or_404, signed_in
from foyer.desk.records.leaving import leaving
from foyer.desk.records.reading import record_open, record_seen
from foyer.identity.models import Identifier
from foyer.identity.queries import decisions_of
from foyer.team.types import Refusal


@require_POST
def identifiers(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponse:
    """One more e-mail address or phone number (F186)."""
    value = request.POST.get("value", "")
    kind = Identifier.Kind.EMAIL if "@" in value else Identifier.Kind.PHONE
    subject = _holder(request, module, record_id, kind)
    user = signed_in(request)
    try:
        shown = add_identifier(subject, user, kind, value, region=home_region())
        if request.POST.get("label"):
            describe_identifier(subject, user, shown.identifier_id, label=request.POST["label"])
        messages.success(request, _("Saved"))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(module, record_id=record_id)


@require_POST
def description(request: HttpRequest, module: ModuleName, record_id: int, identifier_id: int) -> HttpResponse:
    """Of what kind an address or number is, and whether it is the first of its sort."""
    kind = get_object_or_404(Identifier, pk=identifier_id).kind
    subject = _holder(request, module, record_id, kind)
    or_404(leaving, subject, identifier_id)
    try:
        user, primary = signed_in(request), "primary" in request.POST
        describe_identifier(subject, user, identifier_id, label=request.POST.get("label"), primary=primary)
        messages.success(request, _("Saved"))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(module, record_id=record_id)


@require_POST
def mailings(request: HttpRequest, module: ModuleName, record_id: int, identifier_id: int) -> HttpResponse:
    """Whether mails to many go to an address: what people say on the phone, too (E16)."""
    found = get_object_or_404(Identifier, pk=identifier_id, kind=Identifier.Kind.EMAIL)
    subject, user = _holder(request, module, record_id, found.kind), signed_in(request)
    or_404(leaving, subject, identifier_id)
    act = subscribe_again if request.POST.get("wanted") == "yes" else unsubscribe
    act(found.value, user)
    messages.success(request, _("Saved"))
    return redirect(module, record_id=record_id)


@require_http_methods(["GET", "HEAD", "POST"])
def identifier(request: HttpRequest, module: ModuleName, record_id: int, identifier_id: int) -> HttpResponse:
    """Shows what would leave the record, and takes it off (D18, F151)."""
    record_seen(request, module, record_id)
    kind = get_object_or_404(Identifier, pk=identifier_id).kind
    subject = _holder(request, module, record_id, kind)
    preview = or_404(leaving, subject, identifier_id)
    if request.method != "POST":
        fragment = "_dialog" if request.headers.get("HX-Request") else ""
        context = {"subject": subject, "module": module, "preview": preview}
        return render(request, f"desk/records/take_off{fragment}.jinja", context)
    take_identifier_off(subject, signed_in(request), identifier_id)
    messages.success(request, _("%(value)s was taken off. Undo stands in the feed.") % {"value": preview.value})
    return redirect(module, record_id=record_id)


@require_POST
def undoing(request: HttpRequest, module: ModuleName, record_id: int, decision_id: int) -> HttpResponse:
    """Takes a decision about who is who back (B1)."""
    subject = record_open(request, module, record_id)
    decision = get_object_or_404(decisions_of(subject.actor_id), pk=decision_id)
    try:
        undo_decision(subject, signed_in(request), decision)
        messages.success(request, _("Undone"))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect(module, record_id=record_id)


def _holder(request: HttpRequest, module: ModuleName, record_id: int, kind: str) -> AnyRecord:
    """The record whose addresses or numbers the user may change; deals have none. A customer number is in no field."""
    record_seen(request, module, record_id)
    if module == "deal":
        raise Http404
    fields = {Identifier.Kind.EMAIL: ["emails"], Identifier.Kind.PHONE: ["phones"]}.get(Identifier.Kind(kind), [])
    return record_open(request, module, record_id, *fields)
