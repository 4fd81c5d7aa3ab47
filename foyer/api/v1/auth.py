"""Who asks: bearer tokens, and how often (T7, T36)."""

import datetime as dt

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from foyer.events.kept import use
from foyer.lib import clock, tokens
from foyer.lib.addresses import is_loopback
from foyer.team.models import ApiToken, User
from foyer.team.queries import token_owner

RATE = "600/m"
USE_NOTED_EVERY = dt.timedelta(minutes=1)
MAX_TOKEN = 200


class Token(HttpBearer):
    """`Authorization: Bearer foyer_…`; made by `bin/foyer token EMAIL`. Sessions of the desk don't count here."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token, when it is one and its owner may sign in."""
        found = token_owner(tokens.digest(token)) if len(token) <= MAX_TOKEN else None
        if found:
            use(getattr(found, "edition", None))
            _note_use(found)
        return found


class TokenThrottle(SimpleRateThrottle):
    """Requests of one token; those from this machine itself are not counted."""

    scope = "api"

    def __init__(self, rate: str = RATE) -> None:
        super().__init__(rate)

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """None: not counted."""
        if is_loopback(request.META.get("REMOTE_ADDR", "")):
            return None
        return f"api:{token_of(request).pk}"


def token_of(request: HttpRequest) -> ApiToken:
    """The token that `Token` let through."""
    token = getattr(request, "auth", None)
    assert isinstance(token, ApiToken)  # noqa: S101  no view runs without
    return token


def caller(request: HttpRequest) -> User:
    """The user on whose behalf the request is made."""
    return token_of(request).user


def _note_use(token: ApiToken) -> None:
    """Not on every request: a read would become a write."""
    now = clock.now()
    if token.last_used_at is None or token.last_used_at < now - USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
