"""Setup > Channels > Chat: keys with which the website's server signs who is logged in (E39)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foyer.desk.access import signed_in
from foyer.desk.setup.keepers import keepers_only, kept_portal
from foyer.desk.setup.portal_page import portal_page
from foyer.portals.models import Portal
from foyer.portals.signing_keys import add_public_key, new_signing_key, revoke_signing_key
from foyer.team.types import Refusal


@keepers_only
@require_POST
def signing_keys(request: HttpRequest, portal_id: int) -> HttpResponse:
    """One more key: a public one of theirs, or one whose secret is shown in this answer and never again."""
    found, user = kept_portal(request, portal_id), signed_in(request)
    if "public_key" not in request.POST:
        return _answer(request, found, new_signing_key(found, user)[1])
    try:
        add_public_key(found, user, request.POST["public_key"])
    except Refusal as refusal:
        return _answer(request, found, refusal=refusal.sentence)
    messages.success(request, _("The key is there"))
    return _answer(request, found)


@keepers_only
@require_POST
def signing_key(request: HttpRequest, portal_id: int, kid: str) -> HttpResponse:
    """Takes a key back."""
    found = kept_portal(request, portal_id)
    revoke_signing_key(found, signed_in(request), kid)
    messages.success(request, _("The key signs nothing any more"))
    return _answer(request, found)


def _answer(request: HttpRequest, changed: Portal, secret: str = "", refusal: str = "") -> HttpResponse:
    """The page's inner part for htmx, the whole page with a secret or a refusal, else back to the page."""
    page = portal_page(request, changed, secret, refusal)
    if request.headers.get("HX-Request"):
        return render(request, "desk/setup/portal_parts.jinja", {"page": page, "is_fragment": True})
    if secret or refusal:
        return render(request, "desk/setup/portal.jinja", {"page": page})
    return redirect("portal_setup", portal_id=changed.pk)
