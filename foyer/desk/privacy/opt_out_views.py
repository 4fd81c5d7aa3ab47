"""Where a visitor objects to being tracked, without a log-in and without scripts on this page (B20, B26).

What he says has to be known to the website's pages, and browsers keep that for each website apart. So the button leads
to the website with a mark in the address; the tracker there keeps it and comes back to `opt_out_done`.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from foyer.desk.access import public
from foyer.portals.models import EmbedCode

MARK = "#foyer-optout"


@public
@require_safe
def opt_out(request: HttpRequest, key: str) -> HttpResponse:
    """What is kept of visits, and the button. The key is public."""
    return _page(request, key, is_done=False)


@public
@require_safe
def opt_out_done(request: HttpRequest, key: str) -> HttpResponse:
    """The website knows it now."""
    return _page(request, key, is_done=True)


def _page(request: HttpRequest, key: str, *, is_done: bool) -> HttpResponse:
    portal = get_object_or_404(EmbedCode.objects.select_related("portal"), key=key).portal
    context = {"portal": portal, "is_done": is_done, "target": portal.site_url + MARK}
    return render(request, "desk/privacy/opt_out.jinja", context)
