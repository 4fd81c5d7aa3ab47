"""One run: how far it is, what became of each row, stopping it, taking it back, its file."""

import dataclasses
from itertools import chain
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foyer.crm.mailings.actions import may_go_on
from foyer.crm.mailings.queries import uncertain_of
from foyer.crm.models import Run
from foyer.crm.modules import MODULES
from foyer.crm.runs.actions import may_undo, stop_run, undo_run
from foyer.crm.runs.engine import GOING
from foyer.crm.runs.files import file_of, is_kept
from foyer.crm.runs.mass import ACTS
from foyer.crm.runs.queries import MANY, names_of, refused_rows, report_of, run_for
from foyer.crm.runs.selection import as_module
from foyer.desk.access import or_404, signed_in
from foyer.desk.runs.choosing import own_address
from foyer.lib.sheets import csv_text
from foyer.team.types import Refusal

OF_LISTS = (Run.Kind.MASS, Run.Kind.MAIL)
OUTCOMES = ("", "failed", "unknown", "skipped", "changed", "made")
FILES = {"failed": "refused", "unknown": "uncertain"}
MIMES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@require_safe
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """The page of a run."""
    return render(request, "desk/runs/run.jinja", _context(request, run_id))


@require_safe
def progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """How far it is; when it has ended, the page comes anew."""
    context = _context(request, run_id)
    response = render(request, "desk/runs/progress.jinja", context)
    if not context["goes"]:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def stop(request: HttpRequest, run_id: int) -> HttpResponse:
    """No further batch begins."""
    stop_run(or_404(run_for, signed_in(request), run_id), signed_in(request))
    messages.success(request, _("It stops after the rows that are being worked on."))
    return redirect("run", run_id=run_id)


@require_POST
def undoing(request: HttpRequest, run_id: int) -> HttpResponse:
    """Takes it back."""
    found = or_404(run_for, signed_in(request), run_id)
    try:
        begun = undo_run(found, signed_in(request))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("run", run_id=run_id)
    page = reverse("run", args=[begun.pk])
    if begun.state != Run.State.DONE or begun.failed or begun.skipped or "back" not in request.GET:
        return redirect(page)
    messages.success(request, _("Taken back"))
    return redirect(own_address(request.GET["back"], page))


@require_safe
def errors(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """The rows that were refused, or with `?rows=unknown` the mails of which nobody knows, as CSV."""
    found = or_404(run_for, signed_in(request), run_id)
    if found.user_id != signed_in(request).pk:
        raise Http404
    outcome = "unknown" if request.GET.get("rows") == "unknown" else "failed"
    rows = (csv_text([row]) for row in refused_rows(found, outcome))
    response = StreamingHttpResponse(chain(["\ufeff"], rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{FILES[outcome]}-{found.pk}.csv"'
    return response


@require_safe
def file(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """What an export made; for whoever began it only, because it holds what they may see."""
    found, user = or_404(run_for, signed_in(request), run_id), signed_in(request)
    if found.kind != Run.Kind.EXPORT or found.state != Run.State.DONE or not found.stored or found.user_id != user.pk:
        raise Http404
    path = file_of(found)
    if not path.exists():
        raise Http404
    kind = MIMES[str(found.plan["format"])]
    return FileResponse(path.open("rb"), as_attachment=True, filename=found.file_name, content_type=kind)


@dataclasses.dataclass(frozen=True, slots=True)
class Rows:
    """What the rows of a run are called, and where their list stands."""

    title: str
    one: str
    plural: str


def rows_of(run: Run) -> Rows:
    """Those of a module, or visits."""
    if run.module not in MODULES:
        return Rows(_("Visits"), _("Visit"), "visits")
    module = MODULES[as_module(run.module)]
    return Rows(str(module.title), str(module.one), module.plural)


def title_of(run: Run) -> str:
    """What a run is called on the screen."""
    if run.kind == Run.Kind.MAIL:
        return _("E-mail: %(subject)s") % {"subject": run.plan["subject"]}
    if run.kind == Run.Kind.MASS:
        return str(ACTS[run.plan["act"]].title)
    if run.kind == Run.Kind.UNDO and run.of is not None:
        return _("Taking back: %(what)s") % {"what": title_of(run.of)}
    if run.kind == Run.Kind.EXPORT:
        return _("Export of %(module)s") % {"module": rows_of(run).title}
    return _("Check of %(file)s") % {"file": run.file_name} if run.plan.get("dry") else run.file_name


def _context(request: HttpRequest, run_id: int) -> dict[str, Any]:
    found = or_404(run_for, signed_in(request), run_id)
    outcome = request.GET.get("rows", "")
    outcome, uncertain = outcome if outcome in OUTCOMES else "", uncertain_of(found)
    if not outcome and found.failed and "rows" not in request.GET:
        outcome = "failed" if found.failed > uncertain else "unknown"
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 10 else 0
    rows = report_of(found, outcome, start)
    seen = found.done + found.failed + found.skipped
    return {
        "run": found,
        "title": title_of(found),
        "module": rows_of(found),
        "goes": found.state in GOING,
        "seen": seen,
        "rows": rows,
        "names": names_of(found, rows),
        "outcome": outcome,
        "uncertain": uncertain,
        "next_after": rows[-1].number if len(rows) == MANY else 0,
        "back": f"/{rows_of(found).plural}/" if found.kind in OF_LISTS else reverse("imports"),
        "may_undo": may_undo(found),
        "may_go_on": may_go_on(found, signed_in(request)),
        "is_dry": bool(found.plan.get("dry")),
        "is_kept": is_kept(found),
    }
