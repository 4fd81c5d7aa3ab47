"""The forms of entry: first run, invitation, profile. Each lists exactly what may be set (T14)."""

import functools
import zoneinfo

from babel.numbers import list_currencies
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.desk.shell.told import CHOICES
from foyer.lib.emails import normalised_email
from foyer.portals.domains import website
from foyer.portals.models import Portal, PushAs
from foyer.team.models import Theme, User

MAX_INVITED = 20
USUAL_CURRENCIES = ("EUR", "USD", "GBP", "CHF")


@functools.cache
def zones() -> list[tuple[str, str]]:
    """The time zones people can choose, named by region and city."""
    names = sorted(
        name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))
    )
    return [(name, name.replace("_", " ")) for name in [*names, "UTC"]]


def currencies() -> list[tuple[str, str]]:
    """The usual currencies first, then all others by their code."""
    others = sorted(set(list_currencies("en")) - set(USUAL_CURRENCIES))
    return [(code, code) for code in [*USUAL_CURRENCIES, *others]]


class YouForm(forms.Form):
    """First run, step 1: the organisation and its first administrator."""

    organisation = forms.CharField(
        label=gettext_lazy("Organisation"), max_length=120, widget=forms.TextInput({"autocomplete": "organization"})
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), widget=forms.EmailInput({"autocomplete": "username"}))
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least ten characters. A sentence is easy to keep."),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=zones,
        initial="Europe/Berlin",
        widget=forms.Select({"data-zone": True}),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=currencies, initial="EUR")

    def clean_email(self) -> str:
        """In the form in which it is kept."""
        return _email(self.cleaned_data["email"])

    def clean_password(self) -> str:
        """Strong enough, and not made of the name."""
        name, email = self.cleaned_data.get("name", ""), self.cleaned_data.get("email", "")
        validate_password(self.cleaned_data["password"], User(name=name, email=email))
        return str(self.cleaned_data["password"])


class WebsiteForm(forms.Form):
    """First run, step 2, and the wizard's step 1: one website."""

    name = forms.CharField(label=gettext_lazy("Portal name"), max_length=80)
    site_url = forms.CharField(
        label=gettext_lazy("Website"), max_length=300, help_text=gettext_lazy("Only hits from this address are taken.")
    )

    def clean_name(self) -> str:
        """A name that no other portal has."""
        name = str(self.cleaned_data["name"])
        if Portal.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is a portal with this name already."))
        return name

    def clean_site_url(self) -> str:
        """The address of a website."""
        if website(self.cleaned_data["site_url"]) is None:
            raise forms.ValidationError(_("This is not the address of a website. Write it like shop.example."))
        return str(self.cleaned_data["site_url"])


class FirstWebsiteForm(WebsiteForm):
    """The first portal also says what visitors become (F4)."""

    push_as = forms.ChoiceField(
        label=gettext_lazy("When a visitor gives name and e-mail, make a"),
        choices=[(PushAs.LEAD, gettext_lazy("Lead")), (PushAs.CONTACT, gettext_lazy("Contact"))],
        initial=PushAs.LEAD,
        widget=forms.RadioSelect,
    )


class TeamForm(forms.Form):
    """First run, step 3: who else answers."""

    emails = forms.CharField(
        label=gettext_lazy("E-mail addresses, one a line"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea({"rows": 4}),
    )

    def clean_emails(self) -> list[str]:
        """Each address once, as it is kept."""
        typed = str(self.cleaned_data["emails"]).replace(",", "\n").split()
        return list(dict.fromkeys(_email(text) for text in typed[:MAX_INVITED]))


class JoinForm(forms.Form):
    """An invitation is accepted with a name and a password."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least ten characters. A sentence is easy to keep."),
    )


class ProfileForm(forms.Form):
    """What users set for themselves (E34, D22, D23)."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), required=False, choices=lambda: [("", _("As the organisation")), *zones()]
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Appearance"),
        choices=[
            (Theme.AUTO, gettext_lazy("As the system")),
            (Theme.LIGHT, gettext_lazy("Light")),
            (Theme.DARK, gettext_lazy("Dark")),
        ],
        widget=forms.RadioSelect,
    )
    told_of = forms.ChoiceField(
        label=gettext_lazy("Tell me of"),
        choices=[(choice.value, choice.text) for choice in CHOICES],
        help_text=gettext_lazy("A pop-up when they come, on portals that tell of their visitors."),
    )


def _email(typed: str) -> str:
    address = normalised_email(typed)
    if address is None:
        raise forms.ValidationError(_("“%(text)s” is not an e-mail address.") % {"text": typed[:80]})
    return address
