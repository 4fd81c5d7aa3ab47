"""How allauth behaves here: nobody signs up by themselves (T13)."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy

from foyer.desk.entry.sessions import begin_work
from foyer.team.models import User


class NoSignup(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Users come by the first run, an invitation or an administrator."""

    error_messages = {  # noqa: RUF012  allauth reads it so
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("E-mail or password is wrong."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Signing in is also coming to the chat (F158)."""
        super().login(request, user)
        begin_work(user)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Whoever was deactivated stands before the log-in again, like anybody (T4)."""
        return redirect("login")

    def is_safe_url(self, url: str | None) -> bool:
        """Paths of this house; allauth's own breaks on an address that cannot be read (T13)."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def add_message(self, *args: object, **kwargs: object) -> None:
        """No greetings: our pages say what happened themselves."""
