"""Who sets portals up: administrators all of them, and whoever made one that one (F16)."""

import functools
from typing import ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from foyer.desk.access import View, or_404, signed_in
from foyer.portals.models import Portal
from foyer.portals.queries import may_change, portal_for

P = ParamSpec("P")


def keepers_only(view: View[P]) -> View[P]:
    """Refuses with 403 who is no administrator and has made no portal."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        user = signed_in(request)
        if not user.is_administrator and not Portal.objects.filter(created_by=user, users=user).exists():
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def kept_portal(request: HttpRequest, portal_id: int) -> Portal:
    """A portal that the user may set up; 404 for what may not be seen, 403 for those that others made."""
    found = or_404(portal_for, signed_in(request), portal_id)
    if not may_change(signed_in(request), found):
        raise PermissionDenied
    return found
