"""Converting a lead by hand, and taking it back (F205, F238, D11)."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foyer.crm.access import may
from foyer.crm.actions import convert_lead, undo_conversion
from foyer.crm.merges import conversion_of
from foyer.crm.models import Conversion, Lead
from foyer.crm.naming import name_of
from foyer.desk.access import signed_in
from foyer.desk.converting.choices import staying
from foyer.desk.converting.forms import ConversionForm
from foyer.desk.records.reading import record_seen
from foyer.team.rights import rights_of
from foyer.team.types import Refusal

MAX_SEARCH = 100


@require_http_methods(["GET", "HEAD", "POST"])
def convert(request: HttpRequest, record_id: int) -> HttpResponse:
    """What will be made, and making it. A lead that is converted leads to what it became, however often one clicks."""
    lead, user = _lead(request, record_id), signed_in(request)
    done = conversion_of(lead)
    if done is not None:
        return redirect(_address(done))
    if not may(user, "edit", lead) or lead.gone:
        raise PermissionDenied
    form = _form(request, lead)
    if request.method == "POST" and form.is_valid():
        try:
            done = convert_lead(lead, user, form.wanted())
            messages.success(request, _("Converted"), extra_tags=reverse("convert_undoing", args=[lead.pk]))
            return redirect(_address(done))
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    fragment = "dialog" if request.headers.get("HX-Request") else "convert"
    return render(request, f"desk/converting/{fragment}.jinja", _context(request, lead, form))


@require_safe
def rest(request: HttpRequest, record_id: int) -> HttpResponse:
    """What stays on the lead, again after another answer."""
    lead = _lead(request, record_id)
    form = ConversionForm(lead, signed_in(request), request.GET, _search(request))
    return render(request, "desk/converting/rest.jinja", _context(request, lead, form))


@require_POST
def undoing(request: HttpRequest, record_id: int) -> HttpResponse:
    """The lead comes back; what somebody has worked on since stays, and that is said."""
    lead, user = _lead(request, record_id), signed_in(request)
    if not rights_of(user).may("lead", "edit"):
        raise PermissionDenied
    done = conversion_of(lead)
    kept = undo_conversion(done, user) if done else ()
    words = {"contact": _("the contact"), "account": _("the account"), "deal": _("the deal")}
    if kept:
        names = ", ".join(words[module] for module in kept)
        messages.success(request, _("The lead is back. What was worked on since stays: %(names)s.") % {"names": names})
    elif done:
        messages.success(request, _("The lead is back."))
    return redirect("lead", record_id=lead.pk)


def _lead(request: HttpRequest, record_id: int) -> Lead:
    return cast("Lead", record_seen(request, "lead", record_id))


def _form(request: HttpRequest, lead: Lead) -> ConversionForm:
    data = request.POST if request.method == "POST" else None
    return ConversionForm(lead, signed_in(request), data, _search(request), request.GET.dict())


def _search(request: HttpRequest) -> str:
    given = request.POST if request.method == "POST" else request.GET
    return given.get("q", "")[:MAX_SEARCH]


def _context(request: HttpRequest, lead: Lead, form: ConversionForm) -> dict[str, object]:
    return {
        "lead": lead,
        "name": name_of(signed_in(request), lead),
        "form": form,
        "stays": staying(lead, signed_in(request), form.modules()),
        "search": _search(request),
    }


def _address(done: Conversion) -> str:
    """Where one goes on: the contact, else the account, else the deal."""
    for module in ("contact", "account", "deal"):
        row = getattr(done, module)
        if row is not None:
            return reverse(module, args=[row.pk])
    return reverse("lead", args=[done.lead_id])
