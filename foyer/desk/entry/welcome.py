"""The first run in three steps: you, your website, your team (E25)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from foyer.desk.access import administrators_only, public, signed_in
from foyer.desk.entry.forms import FirstWebsiteForm, TeamForm, YouForm
from foyer.desk.entry.sessions import let_in
from foyer.desk.entry.views import get_or_post
from foyer.desk.mails.send import mail_is_set_up
from foyer.desk.setup.codes import first_code
from foyer.desk.setup.inviting import Invited, invite
from foyer.lib.base_url import base_url
from foyer.portals.actions import create_portal
from foyer.portals.queries import portals_of
from foyer.team.actions import create_organisation
from foyer.team.models import Role, User
from foyer.team.queries import organisation
from foyer.team.types import AlreadySetUp, Refusal


@public
@sensitive_post_parameters("password")
@get_or_post
def you(request: HttpRequest) -> HttpResponse:
    """Step 1; afterwards this page is gone for good."""
    if organisation() is not None:
        return redirect("welcome_website" if request.user.is_authenticated else "login")
    form = YouForm(request.POST or None)
    if form.is_valid():
        try:
            let_in(request, _first_user(form))
        except AlreadySetUp:
            return redirect("login")
        return redirect("welcome_website")
    return render(request, "desk/entry/welcome_you.jinja", {"form": form})


@administrators_only
@get_or_post
def website(request: HttpRequest) -> HttpResponse:
    """Step 2: the first portal (F2-F4)."""
    user = signed_in(request)
    if portals_of(user).exists():
        return redirect("welcome_team")
    form = FirstWebsiteForm(request.POST or None)
    if form.is_valid():
        try:
            create_portal(user, **form.cleaned_data)
            return redirect("welcome_team")
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    return render(request, "desk/entry/welcome_website.jinja", {"form": form})


@administrators_only
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """The end for whoever works alone: the code for the website."""
    return _done(request, [])


@administrators_only
@get_or_post
def team(request: HttpRequest) -> HttpResponse:
    """Step 3: colleagues; then the code for the website, and the live board."""
    form, user = TeamForm(request.POST or None), signed_in(request)
    if form.is_valid():
        invited = [
            invite(user, email, "", Role.AGENT, portals_of(user), base_url(request))
            for email in form.cleaned_data["emails"]
        ]
        return _done(request, invited)
    context = {"form": form, "mail_is_set_up": mail_is_set_up()}
    return render(request, "desk/entry/welcome_team.jinja", context)


def _done(request: HttpRequest, invited: list[Invited]) -> HttpResponse:
    return render(request, "desk/entry/welcome_done.jinja", {"invited": invited, "code": first_code(request, None)})


def _first_user(form: YouForm) -> User:
    data = form.cleaned_data
    return create_organisation(
        name=data["organisation"],
        time_zone=data["time_zone"],
        language=(get_language() or "en")[:2],
        currency=data["currency"],
        admin_name=data["name"],
        admin_email=data["email"],
        password=data["password"],
    )
