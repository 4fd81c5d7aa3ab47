"""Writing to all who are chosen in a list: the dialog, its preview, a test to oneself, and sending (E16)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foyer.crm.fields.types import BadValue
from foyer.crm.mailings.actions import begin_mailing, go_on, read_as_first, send_test
from foyer.crm.mailings.recipients import require_may_write
from foyer.crm.runs.queries import run_for
from foyer.crm.runs.selection import checked
from foyer.crm.runs.work import Unfit
from foyer.desk.access import or_404, signed_in
from foyer.desk.runs.choosing import Chosen, chosen_in, gone_to
from foyer.desk.runs.mailing import mailing_of, typed
from foyer.lib.base_url import base_url
from foyer.team.types import Refusal


def dialog(
    request: HttpRequest, chosen: Chosen, selection: dict[str, Any], error: str = "", told: str = ""
) -> HttpResponse:
    """What is to be written, to how many."""
    context = {
        "chosen": chosen,
        "ids": selection.get("ids", ()),
        "mailing": mailing_of(chosen, selection, request.POST.dict()),
        "error": error,
        "told": told,
    }
    return render(request, "desk/runs/mail_form.jinja", context)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What the first chosen one would read."""
    chosen, user = chosen_in(request), signed_in(request)
    require_may_write(user, chosen.module)
    letter = typed(request.POST.dict())
    read = read_as_first(chosen.module, user, _selection(chosen), letter)
    return render(request, "desk/runs/mail_preview.jinja", {"read": read})


@require_POST
def test(request: HttpRequest) -> HttpResponse:
    """The same to oneself."""
    chosen, user, error = chosen_in(request), signed_in(request), ""
    selection = _selection(chosen)
    try:
        send_test(chosen.module, user, selection, request.POST.dict(), base_url=base_url(request))
    except Refusal as refusal:
        error = refusal.sentence
    told = "" if error else _("Sent to %(address)s") % {"address": user.email}
    return dialog(request, chosen, selection, error, told)


@require_POST
def sending(request: HttpRequest) -> HttpResponse:
    """Sends it in the background, and leads to the page that says how far it is."""
    chosen, user, given = chosen_in(request), signed_in(request), request.POST.dict()
    try:
        run = begin_mailing(
            chosen.module, user, chosen.selection, given, base_url=base_url(request), key=given.get("key", "")
        )
    except (Refusal, BadValue, Unfit) as refusal:
        return _refused(request, chosen, str(refusal.args[0]))
    return gone_to(request, reverse("run", args=[run.pk]))


@require_POST
def going_on(request: HttpRequest, run_id: int) -> HttpResponse:
    """Sends what was not sent before the mailing was stopped, or failed."""
    try:
        go_on(or_404(run_for, signed_in(request), run_id), signed_in(request))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("run", run_id=run_id)


def _selection(chosen: Chosen) -> dict[str, Any]:
    try:
        return checked(chosen.selection)
    except BadValue as nothing:
        raise BadRequest from nothing


def _refused(request: HttpRequest, chosen: Chosen, sentence: str) -> HttpResponse:
    """In the dialog, with what was typed; without scripts above the list."""
    if request.headers.get("HX-Request"):
        return dialog(request, chosen, _selection(chosen), sentence)
    messages.error(request, sentence)
    return gone_to(request, chosen.back)
