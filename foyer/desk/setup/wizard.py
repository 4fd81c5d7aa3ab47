"""The wizard for a new portal: portal, users, visitors in the CRM (F2-F8). Earlier answers travel in hidden fields."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from foyer.desk.access import signed_in
from foyer.desk.entry.forms import WebsiteForm
from foyer.portals.actions import create_portal
from foyer.portals.models import AssignTo, Portal, PushAs
from foyer.portals.queries import limits, may_create
from foyer.team.models import User
from foyer.team.queries import active_users
from foyer.team.types import Refusal


class UsersForm(forms.Form):
    """Step 2: who answers (F3)."""

    users = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("Users of this portal"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["users"].queryset = active_users()  # type: ignore[attr-defined]


class CrmForm(forms.Form):
    """Step 3: what becomes of visitors (F4-F7)."""

    push_as = forms.ChoiceField(
        label=gettext_lazy("Push visitors to CRM as"),
        choices=[(PushAs.LEAD, gettext_lazy("Leads")), (PushAs.CONTACT, gettext_lazy("Contacts"))],
        initial=PushAs.LEAD,
        widget=forms.RadioSelect,
    )
    assign_to = forms.ChoiceField(
        label=gettext_lazy("Assign them to"),
        choices=[(AssignTo.ATTENDEE, gettext_lazy("Chat attendee")), (AssignTo.USER, gettext_lazy("A user"))],
        initial=AssignTo.ATTENDEE,
        widget=forms.RadioSelect,
    )
    assign_user = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("User"),
        required=False,
        empty_label=gettext_lazy("Choose a user"),
    )
    notify_visitors = forms.BooleanField(
        label=gettext_lazy("Visitor notification"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Users of this portal get a pop-up when visitors come."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assign_user"].queryset = active_users()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A user is named when one is wanted, and forgotten when not."""
        data = self.cleaned_data
        if data.get("assign_to") != AssignTo.USER:
            data["assign_user"] = None
        elif data.get("assign_user") is None:
            self.add_error("assign_user", _("Choose the user to whom new records are assigned."))
        return data


STEPS: tuple[type[forms.Form], ...] = (WebsiteForm, UsersForm, CrmForm)


@require_http_methods(["GET", "HEAD", "POST"])
def portal_new(request: HttpRequest) -> HttpResponse:
    """Shows the step that is next; the last one makes the portal. Agents make one of their own (F16)."""
    if not may_create(signed_in(request)):
        raise PermissionDenied
    given = _step_given(request)
    forms_given = [kind(request.POST) for kind in STEPS[:given]]
    step = next((index for index, form in enumerate(forms_given) if not form.is_valid()), given)
    if step == len(STEPS):
        try:
            return redirect("portal_setup", portal_id=_created(signed_in(request), forms_given).pk)
        except Refusal as refusal:
            step = 0
            forms_given[0].add_error(None, refusal.sentence)
    if request.POST.get("go") == "back":
        step = max(0, given - 2)
    shown = forms_given[step] if step < given else STEPS[step](initial=_kept(request, STEPS[step]))
    context = {"form": shown, "step": step + 1, "before": forms_given[:step], "most": limits().most}
    context["is_full"] = limits().are_reached
    return render(request, "desk/setup/portal_new.jinja", context)


def _step_given(request: HttpRequest) -> int:
    """How many steps are filled in."""
    text = request.POST.get("step", "0")
    return min(int(text), len(STEPS)) if text.isdecimal() else 0


def _kept(request: HttpRequest, kind: type[forms.Form]) -> dict[str, Any]:
    """What was typed into a later step before one went back."""
    names = [name for name in kind.base_fields if name in request.POST]
    return {name: request.POST.getlist(name) if name == "users" else request.POST[name] for name in names}


def _created(by: User, forms_given: list[forms.Form]) -> Portal:
    fields: dict[str, Any] = {}
    for form in forms_given:
        fields |= form.cleaned_data
    return create_portal(by, **fields)
