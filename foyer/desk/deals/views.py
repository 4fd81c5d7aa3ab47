"""The board: looking at it, moving deals over it, and the forecast."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foyer.crm.access import may, record_for
from foyer.crm.actions import Invalid, change_record
from foyer.crm.choices import options_of
from foyer.crm.forecast import sees_forecast
from foyer.crm.models import Deal, Stage
from foyer.crm.pipelines import stage_word
from foyer.desk.access import or_404, signed_in
from foyer.desk.deals.page import board_page, forecast_page
from foyer.team.rights import rights_of


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The board, or only its inside when it is fetched again; the list for who may not see stages (T7)."""
    rights = rights_of(signed_in(request))
    _require(rights.may("deal", "view"))
    if not rights.sees("deal", "stage"):
        return redirect("deals")
    fragment = "desk/deals/board.jinja" if request.headers.get("HX-Request") else "desk/deals/deals.jinja"
    return render(request, fragment, {"page": board_page(request)})


@require_safe
def forecast(request: HttpRequest) -> HttpResponse:
    """What the next months bring."""
    user = signed_in(request)
    _require(rights_of(user).may("deal", "view") and sees_forecast(user))
    return render(request, "desk/deals/forecast.jinja", {"page": forecast_page(request)})


@require_POST
def stage(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Moves a deal to another stage; a lost one asks why. The toast takes it back."""
    user = signed_in(request)
    deal = or_404(record_for, user, "deal", deal_id)
    may_move = may(user, "edit", deal) and rights_of(user).field("deal", "stage") == "write"
    if not isinstance(deal, Deal) or not may_move:
        raise PermissionDenied
    old = deal.stage
    values = {name: request.POST[name] for name in ("stage", "lost_reason") if name in request.POST}
    try:
        change_record(deal, user, values)
    except Invalid as error:
        raise BadRequest from error
    moved = deal.stage_id != old.pk
    if not request.headers.get("HX-Request"):
        messages.success(request, _("Moved to %(stage)s") % {"stage": stage_word(deal.stage)})
        return redirect("deals_board")
    context: dict[str, object] = {
        "page": board_page(request),
        "moved": deal if moved else None,
        "old": old,
        "stage": stage_word(deal.stage),
    }
    if moved and deal.stage.meaning == Stage.Meaning.LOST and not deal.lost_reason:
        context["reasons"] = [each for each in options_of("lost_reason") if each.is_active]
    return render(request, "desk/deals/moved.jinja", context)


def _require(is_there: bool) -> None:
    """A hidden module is not there, nor is what is made of hidden fields (F229, T7)."""
    if not is_there:
        raise Http404
