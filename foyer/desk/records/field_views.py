"""Changing one field in place, or all of them in one form (ui.md, Record page)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foyer.crm.actions import Conflict, Invalid
from foyer.crm.fields.rights import shown_fields
from foyer.crm.fields.types import Field, Kind
from foyer.crm.layouts import laid_out
from foyer.crm.modules import AnyRecord, module_name
from foyer.crm.types import ModuleName
from foyer.desk.access import signed_in
from foyer.desk.records.answers import answer, changed, head_context
from foyer.desk.records.controls import control_of, typed_values
from foyer.desk.records.details import changeable_fields, lines_of
from foyer.desk.records.reading import record_open, record_seen
from foyer.desk.records.saving import Clashed, looked_at, save, seen
from foyer.desk.records.values import held

Context = dict[str, Any]
get_or_post = require_http_methods(["GET", "HEAD", "POST"])
WITH_OTHERS = frozenset({"stage", "owner", "status"})
"""Fields whose change changes others, or who may change the record: all details are drawn again."""


@get_or_post
def field(request: HttpRequest, module: ModuleName, record_id: int, key: str) -> HttpResponse:
    """One field: as it is, as a control, and saving it. Hidden fields are not there (404), others 403 (E25)."""
    subject, user = record_seen(request, module, record_id), signed_in(request)
    found = shown_fields(user, module).get(key)
    if found is None:
        raise Http404
    if request.method != "POST" and "shown" in request.GET:
        return _shown(request, subject, found)
    if key not in changeable_fields(user, subject):
        raise PermissionDenied
    if request.method != "POST":
        return _control(request, subject, found, held(subject, found))
    return _save_one(request, subject, found)


@get_or_post
def edit(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponse:
    """All fields that the user may change, in their sections."""
    subject, user = record_open(request, module, record_id), signed_in(request)
    fields = changeable_fields(user, subject)
    fields = {key: each for key, each in fields.items() if key not in {"emails", "phones"}}
    typed = typed_values(request.POST, fields) if request.method == "POST" else {}
    if request.method != "POST":
        return render(request, "desk/records/edit.jinja", _form(request, subject, fields, typed))
    try:
        save(subject, user, typed, fields, looked_at(request.POST))
    except Invalid as invalid:
        context = _form(request, subject, fields, typed, errors=invalid.errors)
        return render(request, "desk/records/edit.jinja", context)
    except Clashed as clashed:
        context = _form(request, clashed.record, fields, typed, clashes=clashed.clashes)
        return render(request, "desk/records/edit.jinja", context, status=409)
    messages.success(request, _("Saved"))
    return redirect(module, record_id=record_id)


def _save_one(request: HttpRequest, subject: AnyRecord, found: Field) -> HttpResponse:
    fields = {found.key: found}
    typed = typed_values(request.POST, fields) or {found.key: ""}
    try:
        kept = save(subject, signed_in(request), typed, fields, looked_at(request.POST))
    except Invalid as invalid:
        return _control(request, subject, found, typed[found.key], error=" ".join(invalid.errors.values()))
    except Clashed as clashed:
        return _control(request, clashed.record, found, typed[found.key], clash=clashed.clashes[0])
    except Conflict as conflict:
        return _control(request, subject, found, typed[found.key], error=conflict.sentence)
    if found.key in WITH_OTHERS:
        response = changed(request, kept)
        response["HX-Retarget"] = "#rec-head"
        return response
    return _shown(request, record_seen(request, found.module, kept.pk), found, saved=True)


def _shown(request: HttpRequest, subject: AnyRecord, found: Field, *, saved: bool = False) -> HttpResponse:
    line = lines_of(subject, signed_in(request), {found.key: found})[found.key]
    context: Context = {"line": line, "subject": subject, "module": found.module, "was_saved": saved}
    if saved:
        context |= head_context(request, subject)
    fragment = "tag_list" if found.kind == Kind.TAGS else "field"
    return answer(request, subject, f"desk/records/{fragment}.jinja", context)


def _control(
    request: HttpRequest, subject: AnyRecord, found: Field, value: Any, *, error: str = "", clash: Any = None
) -> HttpResponse:
    typed = bool(error or clash)
    control = control_of(found, value, signed_in(request), error=error, typed=typed)
    context = {"control": control, "clash": clash, "subject": subject, "module": found.module}
    context["was"] = seen(subject, {found.key: found})
    return answer(request, subject, "desk/records/field_form.jinja", context, stay=True)


def _form(request: HttpRequest, subject: AnyRecord, fields: dict[str, Field], typed: Context, **wrong: Any) -> Context:
    errors, user = wrong.get("errors", {}), signed_in(request)
    controls = {
        key: control_of(each, typed[key], user, error=errors.get(key, ""), typed=True)
        if key in typed
        else control_of(each, held(subject, each), user)
        for key, each in fields.items()
    }
    module = module_name(subject)
    return {
        "subject": subject,
        "module": module,
        "sections": laid_out(module, fields),
        "controls": controls,
        "clashes": wrong.get("clashes", []),
        "has_errors": bool(errors),
        "was": seen(subject, fields),
    }
