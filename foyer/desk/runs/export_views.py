"""Exporting what a list shows, or what is chosen in it (B15)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from foyer.crm.fields.types import BadValue
from foyer.crm.models import Run
from foyer.crm.runs.actions import begin_export
from foyer.crm.runs.work import Unfit
from foyer.desk.access import signed_in
from foyer.desk.runs.choosing import chosen_in, gone_to
from foyer.team.types import Refusal


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Writes it into a file: few rows come down at once, many are waited for on a page."""
    chosen, given = chosen_in(request), request.POST
    try:
        run = begin_export(
            chosen.module,
            signed_in(request),
            chosen.selection,
            columns=["name", *chosen.asked.columns],
            sort=chosen.asked.wanted.sort,
            form=given.get("format", "csv"),
            shape=given.get("shape", "screen"),
        )
    except (Refusal, BadValue, Unfit) as refusal:
        messages.error(request, str(refusal.args[0]))
        return gone_to(request, chosen.back)
    return gone_to(request, reverse("run_file" if run.state == Run.State.DONE else "run", args=[run.pk]))
