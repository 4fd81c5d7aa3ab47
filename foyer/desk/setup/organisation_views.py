"""Setup > People > Organisation: its name, language, time zone and currency (E30, D5, D6, D22)."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from foyer.desk.access import administrators_only, signed_in
from foyer.desk.entry.forms import currencies, zones
from foyer.lib.text import clean_line
from foyer.team.actions import change_organisation
from foyer.team.models import Organisation


class OrganisationForm(forms.Form):
    """What the first run asked, to be changed."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("Visitors read it in the chat and in mails."),
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("Of invitations, and of tasks that are nobody’s yet. Each user chooses their own."),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=zones,
        help_text=gettext_lazy("When a day begins, for reports and due dates. Days that are counted stay as they are."),
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        choices=currencies,
        help_text=gettext_lazy("Of new deals and of money fields. Amounts that are there are not converted."),
    )

    def clean_name(self) -> str:
        """One line."""
        name = clean_line(str(self.cleaned_data["name"]), 120)
        if not name:
            raise forms.ValidationError(_("Fill this in."))
        return name


NAMES = tuple(OrganisationForm.base_fields)
REFUSED = 422


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_settings(request: HttpRequest) -> HttpResponse:
    """All with one button; what is wrong stands beside its field, and nothing typed is lost."""
    house = Organisation.objects.get()
    form = OrganisationForm(request.POST or None, initial={name: getattr(house, name) for name in NAMES})
    if form.is_bound and form.is_valid():
        change_organisation(signed_in(request), **{name: form.cleaned_data[name] for name in form.changed_data})
        messages.success(request, _("Saved"))
        return redirect("organisation_settings")
    status = REFUSED if form.is_bound else None
    return render(request, "desk/setup/organisation.jinja", {"form": form}, status=status)
