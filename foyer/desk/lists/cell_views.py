"""Changing a value in the list itself: the cell turns into a control and back (E16)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foyer.crm.access import may, record_for
from foyer.crm.actions import Conflict, Invalid
from foyer.crm.fields.rights import writable_fields
from foyer.crm.fields.types import Field
from foyer.crm.lists.page import Page
from foyer.crm.modules import AnyRecord
from foyer.crm.types import ModuleName
from foyer.desk.access import or_404, signed_in
from foyer.desk.lists.asked import asked
from foyer.desk.lists.cells import cell_of
from foyer.desk.records.controls import control_of, typed_values
from foyer.desk.records.saving import Clashed, looked_at, save, seen
from foyer.desk.records.values import held


@require_http_methods(["GET", "HEAD", "POST"])
def cell(request: HttpRequest, module: ModuleName, record_id: int, key: str) -> HttpResponse:
    """A cell as it is, as a control, and saving it. Fields that are hidden or not to be changed are 404 and 403."""
    found, user = asked(request, module), signed_in(request)
    record, field = or_404(record_for, user, module, record_id), found.fields.get(key)
    if field is None:
        raise Http404
    if "shown" in request.GET:
        return _shown(request, record, field)
    if key not in writable_fields(user, module) or not may(user, "edit", record):
        raise PermissionDenied
    if request.method != "POST":
        return _control(request, record, field, held(record, field))
    typed = typed_values(request.POST, {key: field}) or {key: ""}
    try:
        kept = save(record, user, typed, {key: field}, looked_at(request.POST))
    except Invalid as invalid:
        return _control(request, record, field, typed[key], error=" ".join(invalid.errors.values()))
    except Clashed as clashed:
        return _control(request, clashed.record, field, typed[key], error=_theirs(clashed))
    except Conflict as conflict:
        return _control(request, record, field, typed[key], error=conflict.sentence)
    return _shown(request, or_404(record_for, user, module, kept.pk), field)


def _theirs(clashed: Clashed) -> str:
    """Who was faster, and what they wrote: both values are there, one types the one that holds."""
    clash = clashed.clashes[0]
    return _("%(who)s set this to “%(value)s” meanwhile.") % {"who": clash.who, "value": clash.theirs.text}


def _shown(request: HttpRequest, record: AnyRecord, field: Field) -> HttpResponse:
    shown = cell_of(asked(request, field.module), record, field, Page([record], ""))
    context = {"cell": shown, "row": record, "module": field.module}
    return render(request, "desk/lists/cell.jinja", context)


def _control(request: HttpRequest, record: AnyRecord, field: Field, value: Any, *, error: str = "") -> HttpResponse:
    control = control_of(field, value, signed_in(request), error=error, typed=bool(error))
    context = {"control": control, "row": record, "module": field.module, "was": seen(record, {field.key: field})}
    return render(request, "desk/lists/cell_form.jinja", context)
