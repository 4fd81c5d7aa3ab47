"""Setup > Channels > Chat > Look and texts: the portal's widget, with a preview of what is not saved yet."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foyer.desk.access import signed_in
from foyer.desk.setup.keepers import keepers_only, kept_portal
from foyer.desk.setup.widget_page import told_of, widget_page
from foyer.portals.models import Portal
from foyer.portals.widget_settings import UNTICKED, WidgetRefused
from foyer.portals.widgets import change_widget, remove_logo, reset_widget, set_logo
from foyer.team.types import Refusal

REFUSED = 422


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def portal_widget(request: HttpRequest, portal_id: int) -> HttpResponse:
    """The form; it is saved as a whole, or not at all."""
    found = kept_portal(request, portal_id)
    if request.method != "POST":
        return render(request, "desk/setup/widget.jinja", {"page": widget_page(request, found)})
    typed = {**UNTICKED, **request.POST.dict()}
    try:
        change_widget(found, signed_in(request), typed)
    except WidgetRefused as refused:
        page = widget_page(request, found, typed, refused.errors)
        return render(request, "desk/setup/widget.jinja", {"page": page}, status=REFUSED)
    messages.success(request, _("Saved. New pages of the website show it at once."))
    return redirect("portal_widget", portal_id=found.pk)


@keepers_only
@require_POST
def portal_widget_told(request: HttpRequest, portal_id: int) -> HttpResponse:
    """What the preview shows when something is typed, and what is to be said of it."""
    found = kept_portal(request, portal_id)
    told = told_of(request, found, request.POST.dict())
    return render(request, "desk/setup/widget_told.jinja", {"portal": found, "told": told})


@keepers_only
@xframe_options_sameorigin
@require_safe
def portal_widget_preview(request: HttpRequest, portal_id: int) -> HttpResponse:
    """A page with the real widget, for the frame beside the form."""
    kept_portal(request, portal_id)
    answer = render(request, "desk/setup/widget_frame.jinja")
    answer._csp_replace = {"frame-ancestors": ["'self'"]}  # type: ignore[attr-defined]
    return answer


@keepers_only
@require_POST
def portal_widget_reset(request: HttpRequest, portal_id: int) -> HttpResponse:
    """Everything but the logo as it is shipped."""
    found = kept_portal(request, portal_id)
    reset_widget(found, signed_in(request))
    messages.success(request, _("The chat looks as it is shipped again"))
    return redirect("portal_widget", portal_id=found.pk)


@keepers_only
@require_POST
def portal_widget_logo(request: HttpRequest, portal_id: int) -> HttpResponse:
    """Another logo, or none. What is typed in the form beside it stays."""
    found, user, file = kept_portal(request, portal_id), signed_in(request), request.FILES.get("logo")
    try:
        if file:
            set_logo(found, user, file.chunks(), file.size or 0)
        else:
            remove_logo(found, user)
        messages.success(request, _("Saved"))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return _logo(request, found)


def _logo(request: HttpRequest, portal: Portal) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("portal_widget", portal_id=portal.pk)
    answer = render(request, "desk/setup/widget_logo.jinja", {"portal": portal, "is_fragment": True})
    answer["HX-Trigger"] = "foyer:logo"
    return answer
