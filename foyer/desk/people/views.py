"""The lists of leads and contacts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foyer.crm.types import Module
from foyer.desk.people.listing import listing


@require_safe
def people(request: HttpRequest, module: Module) -> HttpResponse:
    """The list of leads or of contacts."""
    return render(request, "desk/people/people.jinja", {"list": listing(request, module)})
