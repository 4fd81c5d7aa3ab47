"""Setup > Channels > Chat: one portal (F1-F22, D1, D16). Everything saves at once and says so."""

from django.contrib import messages
from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foyer.desk.access import administrators_only, or_404, signed_in
from foyer.desk.setup.doctor import examine
from foyer.desk.setup.keepers import keepers_only, kept_portal
from foyer.desk.setup.portal_page import portal_page
from foyer.desk.setup.settings_table import SETTINGS
from foyer.desk.shell.context import chosen_portal, portals_seen
from foyer.portals.actions import (
    activate_integration,
    associate_portal,
    change_portal,
    create_embed_code,
    deactivate_integration,
    disable_portal,
    enable_portal,
    set_chat_icon,
    set_limits,
)
from foyer.portals.models import Portal
from foyer.portals.queries import embed_code_for, limits, may_change, portal_for, portals_to_associate
from foyer.team.types import Refusal

MAX_DIGITS = 18


@keepers_only
@require_safe
def portals(request: HttpRequest) -> HttpResponse:
    """The chosen portal, or the first; without any, how to begin (F1). Who belongs to none picks one (F9)."""
    portal = chosen_portal(request) or next(iter(portals_seen(request)), None)
    if portal is None:
        return render(request, "desk/setup/no_portal.jinja")
    user = signed_in(request)
    if not user.portals.exists():
        return redirect("portal_adding")
    if not may_change(user, portal):
        portal = next(each for each in portals_seen(request) if may_change(user, each))
    return redirect("portal_setup", portal_id=portal.pk)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def adding(request: HttpRequest) -> HttpResponse:
    """Portals that are there, to take up one more; then it is set up like any other (F9-F11)."""
    user = signed_in(request)
    if request.method == "POST":
        wanted = request.POST.get("portal", "")
        found = or_404(portal_for, user, int(wanted) if wanted.isdecimal() and len(wanted) <= MAX_DIGITS else 0)
        associate_portal(found, user)
        messages.success(request, _("%(portal)s is added. Check its settings below.") % {"portal": found.name})
        return redirect("portal_setup", portal_id=found.pk)
    context = {
        "available": list(portals_to_associate(user)),
        "is_full": limits().are_reached,
        "belongs": user.portals.exists(),
    }
    return render(request, "desk/setup/portal_adding.jinja", context)


@keepers_only
@require_safe
def portal(request: HttpRequest, portal_id: int) -> HttpResponse:
    """The page of a portal."""
    found = kept_portal(request, portal_id)
    return render(request, "desk/setup/portal.jinja", {"page": portal_page(request, found)})


@keepers_only
@require_POST
def change_setting(request: HttpRequest, portal_id: int, setting: str) -> HttpResponse:
    """Changes one setting of the table."""
    if setting not in SETTINGS:
        raise Http404
    found = kept_portal(request, portal_id)
    try:
        change_portal(found, signed_in(request), **SETTINGS[setting](request.POST))
        messages.success(request, _("Saved"))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        answer = _answer(request, found)
        answer["HX-Reswap"] = "none"  # what was typed stays; the sentence comes beside
        return answer
    except (ValueError, ObjectDoesNotExist) as error:
        raise BadRequest from error
    return _answer(request, found)


@keepers_only
@require_POST
def operation(request: HttpRequest, portal_id: int) -> HttpResponse:
    """Enables or disables the portal; data stays either way (F130, D16)."""
    found, user = kept_portal(request, portal_id), signed_in(request)
    if request.POST.get("enabled") == "yes":
        enable_portal(found, user)
        messages.success(request, _("Tracking and chat are on again"))
    else:
        disable_portal(found, user)
        messages.success(request, _("Tracking and chat have stopped. All data stays."))
    return _answer(request, found)


@administrators_only
@require_POST
def integration(request: HttpRequest) -> HttpResponse:
    """Switches tracking and chat of all portals off, or on again (F131-F134, D16)."""
    if request.POST.get("on") == "yes":
        activate_integration(signed_in(request))
        messages.success(request, _("Visitor tracking and chat are on again"))
    else:
        deactivate_integration(signed_in(request))
        messages.success(request, _("Visitor tracking and chat are off for all portals. All data stays."))
    return redirect("portals")


@administrators_only
@require_POST
def portal_limits(request: HttpRequest) -> HttpResponse:
    """How many portals there may be (F16, F17, D15)."""
    try:
        set_limits(signed_in(request), request.POST.get("most", ""), request.POST.get("most_own", ""))
        messages.success(request, _("Saved"))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("portals")


@keepers_only
@require_POST
def codes(request: HttpRequest, portal_id: int) -> HttpResponse:
    """One more embed code (F20)."""
    found = kept_portal(request, portal_id)
    try:
        create_embed_code(found, signed_in(request), request.POST.get("name", ""))
        messages.success(request, _("Saved"))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return _answer(request, found)


@keepers_only
@require_POST
def chat_icon(request: HttpRequest, code_id: int) -> HttpResponse:
    """Show chat icon, on or off (F21, D1)."""
    code = or_404(embed_code_for, signed_in(request), code_id)
    is_on = "show_chat_icon" in request.POST
    set_chat_icon(code, is_on, signed_in(request))
    messages.success(
        request,
        _("Saved. The chat shows on pages with this code.") if is_on else _("Saved. Pages are tracked, no chat shows."),
    )
    return _answer(request, code.portal)


@keepers_only
@require_safe
def doctor(request: HttpRequest, portal_id: int) -> HttpResponse:
    """Checks again."""
    found = kept_portal(request, portal_id)
    return render(request, "desk/setup/doctor.jinja", {"portal": found, "checks": examine(found)})


def _answer(request: HttpRequest, changed: Portal) -> HttpResponse:
    """The page's inner part with a toast for htmx, the whole page otherwise."""
    if not request.headers.get("HX-Request"):
        return redirect("portal_setup", portal_id=changed.pk)
    fresh = portal_for(signed_in(request), changed.pk)
    return render(request, "desk/setup/portal_parts.jinja", {"page": portal_page(request, fresh), "is_fragment": True})
