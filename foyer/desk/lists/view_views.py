"""Saving views of a list, sharing them, putting them among the tabs, taking them away (E16)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from foyer.crm.lists.trees import together
from foyer.crm.lists.views import delete_view, pin_view, save_view, view_for
from foyer.crm.models import View
from foyer.crm.modules import MODULES
from foyer.crm.types import ModuleName
from foyer.desk.access import or_404, signed_in
from foyer.desk.lists.asked import Asked, asked
from foyer.lib.text import id_from
from foyer.team.types import Refusal

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def new(request: HttpRequest, module: ModuleName) -> HttpResponse:
    """The dialog that names a view, and keeping it: filters, columns and order as the list has them now."""
    found = asked(request, module)
    return _save(request, found, None)


@get_or_post
def change(request: HttpRequest, module: ModuleName, view_id: int) -> HttpResponse:
    """The same for a view that is there."""
    view = or_404(view_for, signed_in(request), module, view_id)
    return _save(request, asked(request, module), view)


@require_POST
def removal(request: HttpRequest, module: ModuleName, view_id: int) -> HttpResponse:
    """Takes a view away."""
    user = signed_in(request)
    view = or_404(view_for, user, module, view_id)
    delete_view(user, view)
    messages.success(request, _("View “%(name)s” is deleted") % {"name": view.name})
    return redirect(MODULES[module].plural)


@require_POST
def pin(request: HttpRequest, module: ModuleName) -> HttpResponse:
    """Puts a view among the tabs of the user, or takes it off."""
    user, key = signed_in(request), request.POST.get("view", "")
    view_id = id_from(key)
    if view_id is None:
        raise BadRequest
    or_404(view_for, user, module, view_id)
    on = request.POST.get("on") == "on"
    pin_view(user, module, key, on=on)
    return redirect(f"{_list(module)}?view={key}" if on else _list(module))


def _save(request: HttpRequest, found: Asked, view: View | None) -> HttpResponse:
    refused = ""
    if request.method == "POST":
        shared = request.POST.get("shared", View.Shared.NOBODY)
        if shared not in View.Shared.values:
            raise BadRequest
        try:
            kept = save_view(
                found.user,
                found.module,
                request.POST.get("name", ""),
                filters=_kept(found),
                columns=found.columns,
                sort=found.wanted.sort,
                shared=shared,
                view=view,
            )
        except Refusal as refusal:
            refused = refusal.sentence
        else:
            messages.success(request, _("View “%(name)s” is saved") % {"name": kept.name})
            return _to_view(request, found.module, kept)
    context = {"asked": found, "view": view, "refused": refused, "shares": View.Shared.values, "typed": request.POST}
    return render(request, "desk/lists/view_form.jinja", context)


def _kept(found: Asked) -> dict[str, Any]:
    """What the list is narrowed to: by its view, by filters, by words."""
    words = {"all": [{"words": found.wanted.search}]} if found.wanted.search else {}
    return together(found.wanted.filters, found.wanted.added, words)


def _to_view(request: HttpRequest, module: ModuleName, view: View) -> HttpResponse:
    path = f"{_list(module)}?view={view.pk}"
    if not request.headers.get("HX-Request"):
        return redirect(path)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = path
    return response


def _list(module: ModuleName) -> str:
    return f"/{MODULES[module].plural}/"
