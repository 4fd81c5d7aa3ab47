"""Doing one thing with all rows that were chosen on a page: owner, tag, deleting (E16)."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from foyer.crm.access import visible
from foyer.crm.actions import Invalid, change_record, delete_record
from foyer.crm.lists.page import PAGE
from foyer.crm.models import Tagging
from foyer.crm.modules import MODULES, AnyRecord
from foyer.crm.types import ModuleName
from foyer.desk.access import signed_in
from foyer.desk.lists.asked import asked
from foyer.team.models import User
from foyer.team.queries import active_users

MOST = PAGE * 4
Act = Callable[[AnyRecord, User, str], object]


@require_POST
def mass(request: HttpRequest, module: ModuleName) -> HttpResponse:
    """Asks what to do, then does it with each; what may not be done with one is counted and told."""
    found, user = asked(request, module), signed_in(request)
    ids, act = _ids(request), request.POST.get("act", "")
    if act not in ACTS or module == "activity":
        raise BadRequest
    value = request.POST.get("value", "")
    if ACTS[act][0] and "value" not in request.POST:
        context = {"asked": found, "act": act, "ids": ids, "users": active_users() if act == "owner" else []}
        return render(request, "desk/lists/mass_form.jinja", context)
    done, refused = _do(module, user, ids, ACTS[act][1], value)
    _tell(request, done, refused)
    return _back(request, module)


def _do(module: ModuleName, user: User, ids: list[int], act: Act, value: str) -> tuple[int, int]:
    done = refused = 0
    for record in visible(module, user).select_related(*MODULES[module].related).filter(pk__in=ids):
        try:
            act(record, user, value)
            done += 1
        except (PermissionDenied, Invalid):
            refused += 1
    return done, refused


def _tell(request: HttpRequest, done: int, refused: int) -> None:
    if done:
        words = ngettext("%(num)s record is changed", "%(num)s records are changed", done) % {"num": done}
        messages.success(request, words)
    if refused:
        words = ngettext("%(num)s record was left as it is", "%(num)s records were left as they are", refused)
        messages.error(request, words % {"num": refused})


def _ids(request: HttpRequest) -> list[int]:
    given = request.POST.getlist("id")
    if not given or len(given) > MOST or not all(one.isdecimal() and len(one) < len(str(2**63)) for one in given):
        raise BadRequest
    return [int(one) for one in given]


def _back(request: HttpRequest, module: ModuleName) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    path = f"/{MODULES[module].plural}/" + (f"?{query}" if query else "")
    if not request.headers.get("HX-Request"):
        return redirect(path)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = path
    return response


def _owner(record: AnyRecord, user: User, value: str) -> object:
    return change_record(record, user, {"owner": value})


def _tag(record: AnyRecord, user: User, value: str) -> object:
    """Added to those that are there."""
    there = Tagging.objects.filter(actor=record.actor_id).values_list("tag__name", flat=True)
    return change_record(record, user, {"tags": [*there, *value.split(",")]})


def _delete(record: AnyRecord, user: User, _value: str) -> object:
    return delete_record(record, user)


ACTS: dict[str, tuple[bool, Act]] = {"owner": (True, _owner), "tag": (True, _tag), "delete": (True, _delete)}
"""By name: whether something is asked first, and what is done with each record."""
