"""What happens around each page: the visitor's address, the user's language and time zone, no caching."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from foyer.events.kept import within
from foyer.lib.addresses import client_address
from foyer.project.config import config
from foyer.team.queries import zone_of

Next = Callable[[HttpRequest], HttpResponse]


class ClientAddress:
    """Sets REMOTE_ADDR to the client's address, trusting as many proxies as configured and no more (T28)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.hops = config().trusted_proxies

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forwarded = request.headers.get("X-Forwarded-For", "")
        request.META["REMOTE_ADDR"] = client_address(request.META.get("REMOTE_ADDR", ""), forwarded, self.hops)
        return self.get_response(request)


class NoStore:
    """Forbids caching of every page that does not say otherwise (T33)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        return response


class UserPreferences:
    """Speaks the user's language, shows times in the user's zone (D22, D23), and knows what is kept in memory (P5)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = get_user(request)  # themselves: asking Django's stand-in takes five times as long
        edition = getattr(request.user, "edition", None)
        with within(edition), translation.override(_language(request)), timezone.override(zone_of(request.user)):
            response = self.get_response(request)
            response.setdefault("Content-Language", translation.get_language())
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


def _language(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return request.user.language
    return translation.get_language_from_request(request) or settings.LANGUAGE_CODE
