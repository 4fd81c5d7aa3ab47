"""Type-ahead of record links: the records that a few letters may mean."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foyer.crm.access import visible
from foyer.crm.models import Account, Contact
from foyer.crm.modules import MODULES, AnyRecord
from foyer.crm.naming import Naming, called
from foyer.crm.types import ModuleName
from foyer.desk.access import signed_in
from foyer.lib.text import clean_line, folded

OFFERED = 8
MAX_SEARCH = 60


@require_safe
def pick(request: HttpRequest, module: ModuleName) -> HttpResponse:
    """At most eight records of a module whose name begins with, or holds, what was typed; the user must see them."""
    user = signed_in(request)
    typed = clean_line(str(next(iter(request.GET.values()), "")), MAX_SEARCH)
    words = folded(typed).split()
    condition = Q()
    for word in words:
        condition &= Q(sort_name__contains=word)
    rows = called(user, module, visible(module, user)).filter(condition).select_related(*MODULES[module].related)
    naming, found = Naming(user, module), rows.order_by("sort_name", "pk")[:OFFERED] if words else []
    offered = [(row, _beside(row, naming)) for row in found]
    return render(request, "desk/records/picks.jinja", {"rows": offered, "typed": typed, "module": module})


def _beside(row: AnyRecord, naming: Naming) -> str:
    """What tells a contact or an account from others of its name."""
    if isinstance(row, Contact):
        return naming.company(row)
    return naming.city(row) if isinstance(row, Account) else ""
