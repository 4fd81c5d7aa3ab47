"""Setup > CRM > Fields: the custom fields of each module (F50, F189, F230)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foyer.crm.actions.custom_fields import (
    PARTS,
    ChoiceRow,
    change_field,
    create_field,
    delete_field,
    switch_field,
    values_of,
)
from foyer.crm.fields.registry import fields_of
from foyer.crm.fields.types import Kind
from foyer.crm.models import CustomField
from foyer.crm.modules import MODULES, RECORDS
from foyer.crm.types import FieldModule
from foyer.desk.access import administrators_only, signed_in
from foyer.desk.crm_setup.rows import COLOURS, KINDS, choice_rows, kinds, owner_or_404, owner_tabs
from foyer.desk.setup.changing import changed
from foyer.team.types import Refusal

EMPTY_PARTS = 3


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def custom_fields(request: HttpRequest, module: FieldModule) -> HttpResponse:
    """All custom fields of a module, and a form for one more."""
    found, error = owner_or_404(module), ""
    if request.method == "POST":
        try:
            made = _create(request, module)
        except Refusal as refusal:
            error = refusal.sentence
        else:
            return redirect("custom_field", module=module, key=made.key)
    context = {
        "module": found,
        "tabs": owner_tabs(module, reverse),
        "fields": [(row, KINDS[Kind(row.kind)]) for row in _rows(module)],
        "kinds": kinds(module),
        "targets": [(name, MODULES[name].one) for name in RECORDS],
        "parts": _parts_of(module, []),
        "numbers": _numbers(module),
        "typed": request.POST or request.GET,
        "error": error,
    }
    return render(request, "desk/crm_setup/fields.jinja", context)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def custom_field(request: HttpRequest, module: FieldModule, key: str) -> HttpResponse:
    """One custom field. Key and kind never change; values stay whatever is done here but deleting."""
    row, user = _row(module, key), signed_in(request)
    if request.method == "POST":
        facts = {"label": request.POST.get("name", ""), "is_required": "is_required" in request.POST}
        facts["in_list"] = "in_list" in request.POST
        choices, parts = choice_rows(request), _parts(request)
        return changed(
            request,
            lambda: change_field(row, user, **facts, choices=choices, parts=parts),  # type: ignore[arg-type]
            "custom_field",
            module=module,
            key=key,
        )
    context = {
        "module": owner_or_404(module),
        "field": row,
        "kind": KINDS[Kind(row.kind)],
        "target": MODULES[row.options["target"]].one if row.kind == Kind.RECORD else "",
        "choices": row.options.get("choices", []),
        "colours": COLOURS,
        "parts": _parts_of(module, row.options.get("parts", [])),
        "numbers": _numbers(module),
        "number_of_values": values_of(row),
    }
    return render(request, "desk/crm_setup/field.jinja", context)


@administrators_only
@require_POST
def field_state(request: HttpRequest, module: FieldModule, key: str) -> HttpResponse:
    """Takes a field off all pages, or brings it back with its values."""
    row, is_active = _row(module, key), request.POST.get("active") == "yes"
    said = _("The field is back, with its values") if is_active else _("The field is off all pages. Its values stay.")
    verb = lambda: switch_field(row, signed_in(request), is_active=is_active)  # noqa: E731  one line says it
    return changed(request, verb, "custom_field", said=said, module=module, key=key)


@administrators_only
@require_POST
def field_deletion(request: HttpRequest, module: FieldModule, key: str) -> HttpResponse:
    """Deletes a field; with values only when its name was typed."""
    row = _row(module, key)
    try:
        delete_field(row, signed_in(request), request.POST.get("confirmed", ""))
    except Refusal as refusal:
        sentence = refusal.sentence
        return changed(request, lambda: _refuse(sentence), "custom_field", module=module, key=key)
    return changed(request, lambda: None, "custom_fields", said=_("The field is deleted"), module=module)


def _create(request: HttpRequest, module: FieldModule) -> CustomField:
    post = request.POST
    return create_field(
        signed_in(request),
        module,
        post.get("name", ""),
        post.get("kind", ""),
        choices=[ChoiceRow(label=line) for line in post.get("more", "").splitlines() if line.strip()],
        target=post.get("target", ""),
        parts=_parts(request),
        is_required="is_required" in post,
    )


def _rows(module: str) -> Any:
    """Those that are on their way out are gone already."""
    return CustomField.objects.filter(module=module).exclude(options__has_key="leaves")


def _row(module: str, key: str) -> CustomField:
    found: CustomField = get_object_or_404(_rows(module), key=key)
    return found


def _numbers(module: FieldModule) -> list[tuple[str, Any]]:
    """What a formula can add up."""
    if module == "visit":
        return []
    return [(key, field.label) for key, field in fields_of(module).items() if field.kind in PARTS]


def _parts(request: HttpRequest) -> list[tuple[str, str]]:
    return list(zip(request.POST.getlist("sign"), request.POST.getlist("part"), strict=False))


def _parts_of(module: str, parts: list[list[str]]) -> list[tuple[str, str]]:
    """The parts of a formula, then some empty rows to fill in."""
    return [*((sign, key) for sign, key in parts), *[("+", "")] * EMPTY_PARTS]


def _refuse(sentence: str) -> None:
    raise Refusal(sentence)
