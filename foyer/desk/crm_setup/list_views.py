"""Setup > CRM > Pick lists: salutations, sources, statuses, industries and the like (F217, F241)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from foyer.crm.actions.pick_lists import change_list, needs_a_value, number_with, remove_choice
from foyer.crm.choices import LISTS, Option, PickList, options_of
from foyer.desk.access import administrators_only, signed_in
from foyer.desk.crm_setup.rows import COLOURS, choice_rows
from foyer.desk.setup.changing import changed
from foyer.team.types import Refusal


@administrators_only
@require_safe
def pick_lists(request: HttpRequest) -> HttpResponse:
    """All lists with their values."""
    shown = [(name, each.title, options_of(name)) for name, each in LISTS.items() if each.is_editable]
    return render(request, "desk/crm_setup/lists.jinja", {"lists": shown})


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def pick_list(request: HttpRequest, list_name: str) -> HttpResponse:
    """One list: names, order, colours, what is offered."""
    found, user = _list_or_404(list_name), signed_in(request)
    if request.method == "POST":
        rows = choice_rows(request)
        return changed(request, lambda: change_list(user, list_name, rows), "pick_list", list_name=list_name)
    context = {"name": list_name, "list": found, "options": options_of(list_name), "colours": COLOURS}
    return render(request, "desk/crm_setup/list.jinja", context)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def choice_removal(request: HttpRequest, list_name: str, key: str) -> HttpResponse:
    """Asks what records get instead of the value, then removes it."""
    found, options = _list_or_404(list_name), options_of(list_name)
    option = next((one for one in options if one.key == key), None)
    if option is None or key in found.fixed:
        raise Http404
    number = number_with(list_name, key)
    if request.method == "POST":
        return _remove(request, list_name, option, number)
    context = {
        "name": list_name,
        "list": found,
        "option": option,
        "number": number,
        "others": [one for one in options if one.key != key],
        "may_be_empty": not needs_a_value(list_name),
    }
    return render(request, "desk/crm_setup/choice_removal.jinja", context)


def _remove(request: HttpRequest, name: str, option: Option, number: int) -> HttpResponse:
    try:
        moved = remove_choice(signed_in(request), name, option.key, request.POST.get("replacement"))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("choice_removal", list_name=name, key=option.key)
    messages.success(
        request,
        ngettext("Removed. %(num)s record changed.", "Removed. %(num)s records changed.", moved) % {"num": moved},
    ) if number else messages.success(request, _("Removed"))
    return redirect("pick_list", list_name=name)


def _list_or_404(name: str) -> PickList:
    if name not in LISTS or not LISTS[name].is_editable:
        raise Http404
    return LISTS[name]
