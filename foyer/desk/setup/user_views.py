"""Setup > People: users, their roles, invitations (E25)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from foyer.desk.access import administrators_only, signed_in
from foyer.desk.mails.send import mail_is_set_up
from foyer.desk.setup.inviting import Invited, invite
from foyer.lib import clock
from foyer.lib.base_url import base_url
from foyer.portals.models import Portal
from foyer.team.actions import change_role, deactivate_user, reactivate_user
from foyer.team.models import AccessProfile, Invitation, Role, User
from foyer.team.profiles import assign_profile
from foyer.team.types import Refusal

ROLES = [(Role.AGENT, gettext_lazy("Agent")), (Role.ADMINISTRATOR, gettext_lazy("Administrator"))]


class InviteForm(forms.Form):
    """Whom to invite, as what, to which portals (T14)."""

    email = forms.EmailField(label=gettext_lazy("E-mail"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=ROLES, initial=Role.AGENT, widget=forms.RadioSelect)
    access_profile = forms.ModelChoiceField(
        AccessProfile.objects.order_by("name"),
        label=gettext_lazy("Profile"),
        required=False,
        empty_label=gettext_lazy("Everything but the settings"),
    )
    portals = forms.ModelMultipleChoiceField(
        Portal.objects.all(), label=gettext_lazy("Portals"), required=False, widget=forms.CheckboxSelectMultiple
    )


@administrators_only
@require_safe
def users(request: HttpRequest) -> HttpResponse:
    """Everybody, and who is invited."""
    return _page(request, InviteForm(initial={"portals": Portal.objects.all()}))


@administrators_only
@require_POST
def invitations(request: HttpRequest) -> HttpResponse:
    """Invites somebody; the link is shown on this page and never again."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    data = form.cleaned_data
    asked = (data["email"], data["name"], data["role"], data["portals"], base_url(request))
    invited = invite(signed_in(request), *asked, access_profile=data["access_profile"])
    if invited.refusal:
        form.add_error("email", invited.refusal)
        return _page(request, form)
    return _page(request, InviteForm(initial={"portals": Portal.objects.all()}), invited)


@administrators_only
@require_POST
def role(request: HttpRequest, user_id: int) -> HttpResponse:
    """Makes somebody an administrator or an agent."""
    wanted = request.POST.get("role", "")
    if wanted not in Role.values:
        raise BadRequest
    return _change(request, user_id, lambda user: change_role(user, wanted, signed_in(request)))


@administrators_only
@require_POST
def activity(request: HttpRequest, user_id: int) -> HttpResponse:
    """Deactivates a user, or lets them in again."""
    verb = reactivate_user if request.POST.get("active") == "yes" else deactivate_user
    return _change(request, user_id, lambda user: verb(user, signed_in(request)))


@administrators_only
@require_POST
def user_profile(request: HttpRequest, user_id: int) -> HttpResponse:
    """Says what an agent may do (E25)."""
    wanted = request.POST.get("profile", "")
    if wanted and not (wanted.isdecimal() and len(wanted) < 19):
        raise BadRequest
    chosen = get_object_or_404(AccessProfile, pk=wanted) if wanted else None
    return _change(request, user_id, lambda user: assign_profile(user, signed_in(request), chosen))


def _change(request: HttpRequest, user_id: int, verb: Any) -> HttpResponse:
    try:
        verb(get_object_or_404(User, pk=user_id))
        messages.success(request, _("Saved"))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("users")


def _page(request: HttpRequest, form: InviteForm, invited: Invited | None = None) -> HttpResponse:
    context = {
        "form": form,
        "invited": invited,
        "people": User.objects.select_related("access_profile")
        .prefetch_related("portals", "teams")
        .order_by("-is_active", "name", "pk"),
        "open_invitations": Invitation.objects.filter(accepted_at=None, expires_at__gt=clock.now()).order_by("-pk"),
        "profiles": list(AccessProfile.objects.order_by("name", "pk")),
        "mail_is_set_up": mail_is_set_up(),
    }
    return render(request, "desk/setup/users.jinja", context)
