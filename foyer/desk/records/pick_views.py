"""Type-ahead of record links: the records that a few letters may mean."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foyer.crm.access import visible
from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName
from foyer.desk.access import signed_in
from foyer.lib.text import clean_line, folded

OFFERED = 8
MAX_SEARCH = 60


@require_safe
def pick(request: HttpRequest, module: ModuleName) -> HttpResponse:
    """At most eight records of a module whose name begins with, or holds, what was typed; the user must see them."""
    typed = clean_line(str(next(iter(request.GET.values()), "")), MAX_SEARCH)
    words = folded(typed).split()
    condition = Q()
    for word in words:
        condition &= Q(sort_name__contains=word)
    rows = visible(module, signed_in(request)).filter(condition).select_related(*MODULES[module].related)
    found = list(rows.order_by("sort_name", "pk")[:OFFERED]) if words else []
    return render(request, "desk/records/picks.jinja", {"rows": found, "typed": typed, "module": module})
