"""The contacts of a deal and their roles (E16)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foyer.crm.access import visible
from foyer.crm.actions import put_deal_contact, take_deal_contact_off
from foyer.crm.models import Deal
from foyer.crm.naming import called
from foyer.desk.access import signed_in
from foyer.desk.records.reading import record_open, record_seen
from foyer.lib.text import clean_line, folded
from foyer.team.models import User
from foyer.team.types import Refusal

MAX_NAME = 120


@require_POST
def parties(request: HttpRequest, record_id: int) -> HttpResponse:
    """One more contact, or another role of one that is there."""
    user = signed_in(request)
    record_seen(request, "deal", record_id)
    deal = record_open(request, "deal", record_id)
    chosen = _chosen(user, request.POST.get("contact", ""), request.POST.get("contact-name", ""))
    try:
        if not isinstance(deal, Deal) or chosen is None:
            raise Refusal(_("There is none of this name. Choose one from the list."))
        put_deal_contact(deal, user, chosen, request.POST.get("role", "")[:40])
        messages.success(request, _("Saved"))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("deal", record_id=record_id)


@require_POST
def removal(request: HttpRequest, record_id: int, contact_id: int) -> HttpResponse:
    """The contact takes no part any more."""
    record_seen(request, "deal", record_id)
    deal = record_open(request, "deal", record_id)
    if not isinstance(deal, Deal):
        raise Http404
    take_deal_contact_off(deal, signed_in(request), contact_id)
    messages.success(request, _("Saved"))
    return redirect("deal", record_id=record_id)


def _chosen(user: User, number: str, name: str) -> int | None:
    """The contact that was picked, or the one that is called so."""
    if number.isascii() and number.isdecimal():
        return int(number) if int(number) < 2**63 else None
    words = folded(clean_line(name, MAX_NAME)).split()
    found = called(user, "contact", visible("contact", user))
    for word in words:
        found = found.filter(sort_name__contains=word)
    return next(iter(found.values_list("pk", flat=True)[:1]), None) if words else None
