"""Records made by hand (D14): the fields most used, all others behind "More fields"."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from foyer.crm.access import require
from foyer.crm.actions import Invalid
from foyer.crm.fields.rights import writable_fields
from foyer.crm.fields.types import Field, Kind
from foyer.crm.layouts import laid_out
from foyer.crm.modules import MODULES
from foyer.crm.pipelines import first_stage
from foyer.crm.types import ModuleName
from foyer.desk.access import signed_in
from foyer.desk.records.controls import control_of, typed_values
from foyer.desk.records.saving import create
from foyer.team.models import User

FIRST: dict[ModuleName, tuple[str, ...]] = {
    "lead": ("first_name", "last_name", "company", "emails", "phones", "source"),
    "contact": ("first_name", "last_name", "account", "emails", "phones", "job_title"),
    "account": ("name", "website", "emails", "phones", "city", "industry"),
    "deal": ("name", "account", "contact", "amount", "stage", "close_date"),
}
"""The fields that a new record asks for at once; required ones are added."""
Fields = dict[str, Field]
Values = dict[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, module: ModuleName) -> HttpResponse:
    """The form, and the record that it makes. An address may fill fields in: `?account=7`."""
    user = signed_in(request)
    require(user, "create", module)
    fields = writable_fields(user, module)
    if not fields:
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "desk/records/new.jinja", _form(module, user, fields, typed_values(request.GET, fields)))
    typed = typed_values(request.POST, fields)
    try:
        made = create(module, user, typed, fields)
    except Invalid as invalid:
        context = _form(module, user, fields, typed, invalid.errors)
        return render(request, "desk/records/new.jinja", context)
    return redirect(module, record_id=made.pk)


def _form(
    module: ModuleName, user: User, fields: Fields, typed: Values, errors: Mapping[str, str] | None = None
) -> Values:
    start = {"owner": user.pk, "stage": first_stage().pk if module == "deal" else "", "status": "new"}
    wrong = errors or {}
    controls = {
        key: control_of(field, typed.get(key, start.get(key, "")), user, error=wrong.get(key, ""), typed=True)
        for key, field in fields.items()
    }
    required = [key for key, field in fields.items() if field.is_required]
    first = [key for key in dict.fromkeys((*FIRST[module], *required)) if key in fields]
    rest = {key: field for key, field in fields.items() if key not in first}
    tags = [key for key, field in rest.items() if field.kind == Kind.TAGS]
    return {
        "module": module,
        "words": MODULES[module],
        "list_url": f"/{MODULES[module].plural}/",
        "controls": controls,
        "first": first,
        "sections": laid_out(module, rest),
        "tags": tags,
        "errors": wrong,
        "is_open": bool(set(wrong) - set(first)),
    }
