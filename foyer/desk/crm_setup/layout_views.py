"""Setup > CRM > Layouts: which fields a record's page shows, in which sections and order (F189-F191)."""

import dataclasses
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foyer.crm.actions.layouts import change_layout, reset_layout
from foyer.crm.fields.registry import fields_of
from foyer.crm.fields.types import Field
from foyer.crm.layouts import ELSEWHERE, hidden_in, specs_of
from foyer.crm.models import Layout
from foyer.crm.types import ModuleName
from foyer.desk.access import administrators_only, signed_in
from foyer.desk.crm_setup.rows import module_or_404, module_tabs
from foyer.desk.setup.changing import changed

BREAK = "section:"
OFF = "off:"


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A section as the page shows it."""

    title: str
    fields: list[Field]


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def layout(request: HttpRequest, module: ModuleName) -> HttpResponse:
    """The sections; the order of the form is the order of the page."""
    found, user = module_or_404(module), signed_in(request)
    if request.method == "POST":
        if "reset" in request.POST:
            return changed(request, lambda: reset_layout(user, module), "layout", module=module)
        sections, hidden = _asked(request)
        return changed(request, lambda: change_layout(user, module, sections, hidden), "layout", module=module)
    context = {"module": found, "tabs": module_tabs("layout", module, reverse), **_laid(module)}
    return render(request, "desk/crm_setup/layout.jinja", context)


def _laid(module: ModuleName) -> dict[str, Any]:
    row = Layout.objects.filter(module=module).first()
    fields = {key: field for key, field in fields_of(module).items() if key not in ELSEWHERE}
    hidden, specs = hidden_in(row), specs_of(module, row)
    placed = {key for _key, _title, keys in specs for key in keys} | hidden
    parts = [Part(str(title), [fields[key] for key in keys if key in fields]) for _key, title, keys in specs]
    if rest := [field for key, field in fields.items() if key not in placed]:
        parts.append(Part(_("More fields"), rest))
    off = [fields[key] for key in fields if key in hidden]
    return {"parts": parts, "off": off, "is_changed": row is not None}


def _asked(request: HttpRequest) -> tuple[list[tuple[str, list[str]]], list[str]]:
    """The fields in the order of the form. A title begins a section; without one, its fields join the one above."""
    sections: list[tuple[str, list[str]]] = []
    hidden: list[str] = []
    titles = iter(request.POST.getlist("title"))
    place: list[str] = []
    for item in request.POST.getlist("item"):
        if item == OFF:
            place = hidden
        elif item != BREAK:
            place.append(item)
        elif (title := next(titles, "").strip()) or not sections:
            place = [] if sections else place
            sections.append((title, place))
    return sections, hidden
