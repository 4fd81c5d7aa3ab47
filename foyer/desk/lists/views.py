"""The list page, its counts, and the dialogs that narrow it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from foyer.crm.conditions import where
from foyer.crm.fields.rights import shown_fields
from foyer.crm.fields.types import BadValue
from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName
from foyer.desk.lists.asked import asked
from foyer.desk.lists.filters import condition_from, fields_to_filter, filter_field, filter_form, joints, with_filter
from foyer.desk.lists.page import counts_of, list_page


@require_safe
def records(request: HttpRequest, module: ModuleName) -> HttpResponse:
    """The list."""
    return render(request, "desk/lists/list.jinja", {"list": list_page(request, asked(request, module))})


@require_safe
def counts(request: HttpRequest, module: ModuleName) -> HttpResponse:
    """The counts of the tabs, which come after the page."""
    return render(request, "desk/lists/counts.jinja", {"counts": counts_of(asked(request, module))})


@require_safe
def filters(request: HttpRequest, module: ModuleName) -> HttpResponse:
    """The dialog that adds a filter: first the field, then how it is compared; then the list with it."""
    found = asked(request, module)
    key = request.GET.get("field", "")
    field = filter_field(found, key) if key else None
    if field is None:
        return render(request, "desk/lists/filter_fields.jinja", {"asked": found, "groups": fields_to_filter(found)})
    error = ""
    if "is" in request.GET:
        condition = condition_from(key, request.GET)
        try:
            where(condition, module, found.user, lambda name: shown_fields(found.user, name))
        except BadValue as bad:
            error = str(bad)
        else:
            return _gone_to(request, found.address(with_filter(found, condition, request.GET.get("joined", ""))))
    context = {"asked": found, "form": filter_form(key, field, request.GET, error), "joints": joints(found)}
    return render(request, "desk/lists/filter_form.jinja", context)


@require_safe
def columns(request: HttpRequest, module: ModuleName) -> HttpResponse:
    """The dialog that chooses columns and their order."""
    found = asked(request, module)
    context = {
        "asked": found,
        "plural": MODULES[module].plural,
        "chosen": [found.fields[key] for key in found.columns],
        "others": [field for key, field in found.fields.items() if key not in found.columns and key != "name"],
    }
    return render(request, "desk/lists/columns.jinja", context)


def _gone_to(request: HttpRequest, query: str) -> HttpResponse:
    """The list at this address, also for htmx, which sees no redirect."""
    path = request.path.rsplit("filter/", 1)[0] + query
    if not request.headers.get("HX-Request"):
        return redirect(path)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = path
    return response
