"""Coming in: log-in, log-out, first run, invitation, profile (T1-T4, T13)."""

from typing import Any

from allauth.account.forms import ChangePasswordForm
from allauth.account.views import LoginView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foyer.desk.access import public, signed_in
from foyer.desk.entry.forms import JoinForm, ProfileForm
from foyer.desk.entry.sessions import let_in, see_off
from foyer.notifications.actions import keep_devices_of_session
from foyer.team.actions import accept_invitation, change_user
from foyer.team.invitations import open_invitation
from foyer.team.queries import organisation
from foyer.team.types import InvitationInvalid

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class LogIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """allauth's log-in with its limits on tries (T2), in our clothes."""

    template_name = "desk/entry/login.jinja"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Before the first run there is nobody to log in."""
        if organisation() is None:
            return redirect("welcome")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_form(self, form_class: type[Form] | None = None) -> Form:
        """allauth's form without its placeholders: the labels say it."""
        form: Form = super().get_form(form_class)
        for field in form.fields.values():
            field.widget.attrs.pop("placeholder", None)
        form.fields["login"].widget.attrs["autocomplete"] = "username"
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds whose Foyer this is."""
        return {**super().get_context_data(**kwargs), "organisation": organisation()}


log_in = public(LogIn.as_view())


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Ends the session; whoever leaves takes no chats."""
    see_off(request)
    return redirect("login")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The root: the live board."""
    return redirect("live")


@public
@sensitive_post_parameters("password")
@get_or_post
def join(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation: name and password, then in (E25). Unknown, used and old links look alike (T4)."""
    try:
        invitation = open_invitation(token)
        form = JoinForm(request.POST or None, initial={"name": invitation.name})
        if form.is_valid():
            let_in(request, accept_invitation(token, **form.cleaned_data))
            return redirect("live")
    except InvitationInvalid:
        return render(
            request, "desk/entry/join.jinja", {"invitation": None, "organisation": organisation()}, status=410
        )
    except ValidationError as error:
        form.add_error("password", error)
    return render(
        request, "desk/entry/join.jinja", {"form": form, "invitation": invitation, "organisation": organisation()}
    )


@get_or_post
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, time zone, appearance."""
    user = signed_in(request)
    kept = {field: getattr(user, field) for field in ProfileForm.base_fields}
    form = ProfileForm(request.POST or None, initial=kept)
    if form.is_valid():
        change_user(user, user, **form.cleaned_data)
        messages.success(request, _("Saved"))
        return redirect("profile")
    return render(
        request,
        "desk/entry/profile.jinja",
        {"form": form, "password_form": password_form(request), "password_action": "/profile/password/"},
    )


@sensitive_post_parameters("oldpassword", "password1", "password2")
@get_or_post
def password(request: HttpRequest) -> HttpResponse:
    """Changes the password by allauth's rules; other sessions of the user end (T8)."""
    form = password_form(request)
    if form.is_valid():
        before = request.session.session_key or ""
        form.save()
        update_session_auth_hash(request, form.user)
        keep_devices_of_session(form.user, before, request.session.session_key or "")
        messages.success(request, _("Your password is changed. Other devices are signed out."))
        return redirect("profile")
    return render(request, "desk/entry/password.jinja", {"form": form})


def password_form(request: HttpRequest) -> ChangePasswordForm:
    """allauth's form with our labels and without its placeholders."""
    form = ChangePasswordForm(data=request.POST if "oldpassword" in request.POST else None, user=signed_in(request))
    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password again"),
    }
    for name, label in labels.items():
        form.fields[name].label, form.fields[name].help_text = label, ""
        form.fields[name].widget.attrs.pop("placeholder", None)
    return form
