"""Imports: a file, which column is which field, a check, and then for good (E35)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foyer.crm.fields.rights import writable_fields
from foyer.crm.mailings.queries import uncertain_among
from foyer.crm.models import Run
from foyer.crm.modules import MODULES, RECORDS
from foyer.crm.runs.actions import begin_import, plan_import, upload
from foyer.crm.runs.foreign import READY
from foyer.crm.runs.lines import ID, WHOLE_NAME
from foyer.crm.runs.mappings import recognised
from foyer.crm.runs.queries import preview, run_for, runs_of
from foyer.crm.runs.selection import as_module
from foyer.crm.types import ModuleName
from foyer.desk.access import or_404, signed_in
from foyer.desk.runs.views import rows_of, title_of
from foyer.lib.sheets import BadSheet
from foyer.lib.text import id_from
from foyer.team.models import User
from foyer.team.queries import active_users
from foyer.team.rights import rights_of
from foyer.team.types import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """A new import, and what one has begun so far."""
    user = signed_in(request)
    error = ""
    if request.method == "POST":
        try:
            return redirect("import_plan", run_id=_uploaded(request, user).pk)
        except (BadSheet, Refusal) as refusal:
            error = str(refusal.args[0])
    modules = _modules(user)
    wanted = request.POST.get("module") or request.GET.get("module", "")
    begun = runs_of(user)
    uncertain = uncertain_among(begun)
    context = {
        "modules": [MODULES[name] for name in modules],
        "module": wanted if wanted in modules else (modules[0] if modules else ""),
        "systems": [(key, name) for key, (name, _t) in READY.items()],
        "runs": [(run, title_of(run), rows_of(run), uncertain.get(run.pk, 0)) for run in begun],
        "error": error,
    }
    return render(request, "desk/runs/imports.jinja", context, status=422 if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, run_id: int) -> HttpResponse:
    """Which column is which field, with the first rows; then a check, or the import."""
    user = signed_in(request)
    run = or_404(run_for, user, run_id)
    if run.kind != Run.Kind.IMPORT or run.user_id != user.pk:
        raise PermissionDenied
    if request.method == "POST":
        try:
            if request.POST.get("as") != "checked":
                plan_import(run, user, _given(request))
            begin_import(run, user, dry=request.POST.get("act") != "import")
            return redirect("run", run_id=run.pk)
        except (Refusal, BadSheet) as refusal:
            messages.error(request, str(refusal.args[0]))
            return redirect("import_plan", run_id=run.pk)
    if run.state != Run.State.DRAFT and not run.plan.get("dry"):
        return redirect("run", run_id=run.pk)
    return render(request, "desk/runs/plan.jinja", _plan_context(run, user))


def _plan_context(run: Run, user: User) -> dict[str, Any]:
    module = as_module(run.module)
    fields = writable_fields(user, module)
    sheet, rows = preview(run)
    system = recognised(sheet.head)
    columns = [
        (place, name, run.plan["mapping"][place], [cells[place] for _n, cells in rows[:3] if cells[place]])
        for place, name in enumerate(sheet.head)
    ]
    return {
        "run": run,
        "plan": run.plan,
        "module": MODULES[module],
        "columns": columns,
        "head": sheet.head,
        "rows": rows,
        "targets": [(key, field.label) for key, field in fields.items()],
        "has_names": "last_name" in fields,
        "whole_name": WHOLE_NAME,
        "number": ID,
        "users": active_users(),
        "system": READY[system][0] if system else "",
    }


def _uploaded(request: HttpRequest, user: User) -> Run:
    file = request.FILES.get("file")
    module = request.POST.get("module", "")
    if not isinstance(file, UploadedFile) or module not in RECORDS:
        raise Refusal(_("Choose a file first."))
    system = request.POST.get("system", "auto")
    return upload(as_module(module), user, file.name or "", file.chunks(), system)[0]


def _given(request: HttpRequest) -> dict[str, Any]:
    """What the form says; a mapping is one value for each column."""
    given = request.POST
    found: dict[str, Any] = {
        "mapping": given.getlist("target"),
        "match": given.getlist("match"),
        "known": given.get("known"),
        "order": given.get("order"),
        "unknown": "create" if given.get("unknown") else "error",
    }
    return found | {"owner": id_from(given.get("owner", ""))}


def _modules(user: User) -> list[ModuleName]:
    return [name for name in RECORDS if rights_of(user).may(name, "create")]
