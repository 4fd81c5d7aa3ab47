"""Doing one thing with all rows that are chosen in a list: what is asked first, and doing it (E16, issue 3)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from foyer.crm.access import require
from foyer.crm.fields.types import BadValue
from foyer.crm.models import Run
from foyer.crm.runs.actions import begin_mass
from foyer.crm.runs.mass import acts_for
from foyer.crm.runs.selection import checked, selected
from foyer.crm.runs.work import Unfit
from foyer.desk.access import signed_in
from foyer.desk.runs.choosing import Chosen, chosen_in, gone_to
from foyer.desk.runs.mail_views import dialog as mail_dialog
from foyer.desk.runs.mass_forms import dialog_of, dialogs_for, facts_of
from foyer.team.types import Refusal


@require_POST
def mass_form(request: HttpRequest) -> HttpResponse:
    """The dialog of an act."""
    chosen, act = chosen_in(request), request.POST.get("act", "")
    dialogs = dialogs_for(chosen.module)
    if act not in dialogs:
        raise BadRequest
    require(signed_in(request), dialogs[act], chosen.module)
    return _dialog(request, chosen, act)


@require_POST
def mass(request: HttpRequest) -> HttpResponse:
    """Does it: few at once, with a word and a way back; many in the background, on a page of their own."""
    chosen, act = chosen_in(request), request.POST.get("act", "")
    if act not in acts_for(chosen.module):
        raise BadRequest
    try:
        run = begin_mass(
            chosen.module, signed_in(request), act, chosen.selection, **facts_of(request.POST, chosen, act)
        )
    except (Refusal, BadValue, Unfit) as refusal:
        return _refused(request, chosen, act, str(refusal.args[0]))
    return gone_to(request, _told(request, run, chosen))


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """How many rows the list in the address has: what “Select all” says."""
    chosen = chosen_in(request, _all_of(request))
    total = selected(chosen.module, signed_in(request), chosen.selection).count()
    return render(request, "desk/runs/whole.jinja", {"total": total})


def _all_of(request: HttpRequest) -> QueryDict:
    given = request.GET.copy()
    given["all"] = "1"
    return given


def _dialog(request: HttpRequest, chosen: Chosen, act: str, error: str = "") -> HttpResponse:
    user = signed_in(request)
    try:
        selection = checked(chosen.selection)
        total = selected(chosen.module, user, selection).count()
    except (BadValue, Unfit) as refusal:
        raise BadRequest from refusal
    if act == "mail":
        return mail_dialog(request, chosen, selection)
    context = {"chosen": chosen, "act": act, "ids": selection.get("ids", ()), "total": total, "error": error}
    form = dialog_of(request.POST, chosen, act, user)
    return render(request, "desk/runs/mass_form.jinja", context | {"form": form})


def _refused(request: HttpRequest, chosen: Chosen, act: str, sentence: str) -> HttpResponse:
    """In the dialog, with what was typed; without scripts above the list."""
    name = next((name for name in (act, act.partition("_")[0]) if name in dialogs_for(chosen.module)), "")
    if name and request.headers.get("HX-Request"):
        return _dialog(request, chosen, name, sentence)
    messages.error(request, sentence)
    return gone_to(request, chosen.back)


def _told(request: HttpRequest, run: Run, chosen: Chosen) -> str:
    """Where one goes: back with a word when it is done and went well, to its page when not."""
    if run.state != Run.State.DONE or run.failed:
        return reverse("run", args=[run.pk])
    undo = reverse("run_undoing", args=[run.pk]) + "?" + urlencode({"back": chosen.back})
    messages.success(request, _words(run), extra_tags=undo if run.done else "")
    return chosen.back


def _words(run: Run) -> str:
    done, act = run.done, run.plan["act"]
    if act == "done":
        words = ngettext("%(num)s activity is done", "%(num)s activities are done", done)
    elif act == "delete":
        words = ngettext("%(num)s record is in the recycle bin", "%(num)s records are in the recycle bin", done)
    elif act == "task":
        words = ngettext("%(num)s task is created", "%(num)s tasks are created", done)
    else:
        words = ngettext("%(num)s record is changed", "%(num)s records are changed", done)
    return words % {"num": done}
