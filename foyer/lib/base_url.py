"""Where this Foyer is, for links that leave the page: in mails, in codes for websites, in answers of the API."""

from django.conf import settings
from django.http import HttpRequest


def base_url(request: HttpRequest) -> str:
    """The address of this Foyer as the request reached it, unless the operator set one; without a slash at the end."""
    return str(settings.BASE_URL) or request.build_absolute_uri("/").rstrip("/")
