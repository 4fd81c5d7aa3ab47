"""The forms of a record; each lists exactly what may be set (T14)."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.crm.actions import create_person
from foyer.crm.models import Contact, Lead
from foyer.crm.types import Module
from foyer.lib.emails import normalised_email
from foyer.lib.phones import phone_e164, region_of_zone
from foyer.team.models import User
from foyer.team.queries import organisation


def home_region() -> str:
    """The country in which numbers without a country code are read: that of the organisation's time zone."""
    house = organisation()
    return region_of_zone(house.time_zone) if house else ""


class DetailsForm(forms.Form):
    """What is changed by hand."""

    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=80, required=False)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=80, required=False)
    company = forms.CharField(label=gettext_lazy("Company"), max_length=120, required=False)
    city = forms.CharField(label=gettext_lazy("City"), max_length=80, required=False)
    description = forms.CharField(
        label=gettext_lazy("Description"), max_length=10_000, required=False, widget=forms.Textarea({"rows": 3})
    )


class NewPersonForm(forms.Form):
    """A record made by hand: anything alone is enough (D14)."""

    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=80, required=False)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=80, required=False)
    company = forms.CharField(label=gettext_lazy("Company"), max_length=120, required=False)
    email = forms.CharField(label=gettext_lazy("E-mail"), max_length=254, required=False, widget=forms.EmailInput)
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("With the country code, like +46 70 174 06 21."),
        widget=forms.TextInput({"type": "tel"}),
    )

    def clean_email(self) -> str:
        """Nothing, or an address."""
        text = str(self.cleaned_data["email"])
        if text and normalised_email(text) is None:
            raise forms.ValidationError(_("This is not an e-mail address."))
        return text

    def clean_phone(self) -> str:
        """Nothing, or a number that can be called."""
        text = str(self.cleaned_data["phone"])
        if text and phone_e164(text, home_region()) is None:
            raise forms.ValidationError(_("This is not a phone number with its country code."))
        return text

    def clean(self) -> dict[str, str]:
        """Something must be known."""
        if not any(self.cleaned_data.values()) and not self.errors:
            raise forms.ValidationError(_("Fill in at least one field."))
        return self.cleaned_data

    def save(self, module: Module, by: User) -> Lead | Contact:
        """The record; whoever makes it owns it. What is typed by a colleague counts as typed."""
        data = self.cleaned_data
        return create_person(
            module,
            first_name=data["first_name"],
            last_name=data["last_name"],
            company=data["company"],
            emails=[data["email"]] if data["email"] else [],
            phones=[data["phone"]] if data["phone"] else [],
            by=by,
            owner=by,
            region=home_region(),
        )
