"""Beginning and ending a session."""

from django.contrib.auth import login, logout
from django.http import HttpRequest

from foyer.notifications.actions import remove_devices_of_session
from foyer.team.actions import set_availability
from foyer.team.models import State, User

BACKEND = "foyer.team.backend.Backend"


def let_in(request: HttpRequest, user: User) -> None:
    """Signs the user in, under a new session key (T3)."""
    login(request, user, backend=BACKEND)
    begin_work(user)


def begin_work(user: User) -> None:
    """Whoever signs in takes chats, whatever was set before, until they say otherwise or sign out (F158)."""
    set_availability(user, State.ONLINE)


def see_off(request: HttpRequest) -> None:
    """Signs the user out for good: the session is emptied, and chats ring for others (F158)."""
    if isinstance(request.user, User):
        remove_devices_of_session(request.user, request.session.session_key or "")
        set_availability(request.user, State.OFFLINE)
    logout(request)
