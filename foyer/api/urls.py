"""The paths of the API. Whatever lies below and is no resource answers with a problem, never with a page."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from foyer.api.v1.api import api
from foyer.api.v1.problems import method_not_allowed, not_found

View = Callable[..., HttpResponse]


def _guarded(view: View) -> View:
    """Tokens decide here, not sessions; what is refused before the resource is asked is a problem, too."""

    @login_not_required
    @csrf_exempt
    def answer(request: HttpRequest, **kwargs: object) -> HttpResponse:
        response = view(request, **kwargs)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response = method_not_allowed(response.get("Allow", "GET"))
        response["Cache-Control"] = "no-store"
        return response

    return answer


def _resources() -> list[URLPattern | URLResolver]:
    patterns, _app, _namespace = api.urls
    return [
        URLPattern(pattern.pattern, _guarded(pattern.callback), pattern.default_args, pattern.name)
        for pattern in patterns
        if isinstance(pattern, URLPattern) and pattern.name != ROOT
    ]


ROOT = "api-root"
v1 = [
    *_resources(),
    path("", _guarded(not_found), name=ROOT),
    re_path(r"^.+$", _guarded(not_found)),
]
urlpatterns = [
    path("v1/", include((v1, "api"), namespace=api.urls_namespace)),
    re_path(r"^.*$", _guarded(not_found)),
]
