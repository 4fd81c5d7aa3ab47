"""Who may open which page: signed in unless a view says otherwise, administrators for the settings (T7, T13)."""

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from foyer.team.models import User
from foyer.team.queries import organisation

OWN_RULES = ("/api/", "/demo/")
"""Paths that decide for themselves: the API by its tokens, the demo shop is public."""

P = ParamSpec("P")
R = TypeVar("R")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

__all__ = ["LoginRequired", "administrators_only", "or_404", "public", "signed_in"]

public = login_not_required
"""Marks a view that anybody may open."""


class LoginRequired(LoginRequiredMiddleware):
    """Sends everybody who is not signed in to the log-in, or to the first run while there is no organisation."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Refuses by default; views marked `public` and paths of OWN_RULES are let through."""
        if request.path_info.startswith(OWN_RULES):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """A fragment cannot hold the log-in page, so htmx is told to go there as a whole."""
        if organisation() is None:
            return redirect("welcome")
        if request.headers.get("HX-Request"):
            return ToLogIn(reverse("login"))
        return super().handle_no_permission(request, view_func)


class ToLogIn(HttpResponseRedirect):
    """Tells htmx to open the log-in as a page: 204 with HX-Redirect, since scripts never see a redirect itself."""

    status_code = 204

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self["HX-Redirect"] = url
        del self["Location"]


def signed_in(request: HttpRequest) -> User:
    """The user of the request; PermissionDenied when there is none."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def administrators_only(view: View[P]) -> View[P]:
    """Refuses everybody else with 403: that settings exist is no secret."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not signed_in(request).is_administrator:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def or_404(query: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """What the query finds. What is not there and what may not be seen answer alike: 404 (T7)."""
    try:
        return query(*args, **kwargs)
    except ObjectDoesNotExist as error:
        raise Http404 from error
