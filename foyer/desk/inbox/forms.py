"""What an agent types in the inbox besides messages (F164, F177-F182)."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.conversations.models import Conversation
from foyer.crm.actions import add_identifier, create_person, replace_identifier, write_note
from foyer.crm.assignment import next_owner, owner_for
from foyer.crm.fields.kinds import home_region
from foyer.crm.models import Contact, Lead, Source
from foyer.crm.modules import AnyRecord
from foyer.identity.models import Identifier
from foyer.lib.emails import normalised_email
from foyer.lib.text import clean, clean_line
from foyer.portals.models import Portal
from foyer.team.models import User
from foyer.team.types import Refusal

MAX_NOTE = 4000
MAX_NAME = 120
MAX_PHONE = 40
MAX_ID = 2**31 - 1


class LeadForm(forms.Form):
    """Creates a lead from a conversation; an e-mail or a name alone is enough (D14)."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=MAX_NAME, required=False)
    email = forms.CharField(label=gettext_lazy("E-mail"), max_length=254, required=False)
    note = forms.CharField(label=gettext_lazy("Note for sales"), required=False, max_length=MAX_NOTE)

    def clean_name(self) -> str:
        """What is seen of it; a name of invisible characters is none (T22)."""
        return clean_line(self.cleaned_data["name"], MAX_NAME)

    def clean_note(self) -> str:
        """What is seen of it."""
        return clean(self.cleaned_data["note"], MAX_NOTE)

    def clean_email(self) -> str:
        """Nothing, or an address."""
        text = str(self.cleaned_data["email"])
        if text and normalised_email(text) is None:
            raise forms.ValidationError(_("This is not an e-mail address."))
        return text

    def clean(self) -> dict[str, str]:
        """Something must be known."""
        if not self.errors and not (self.cleaned_data["name"] or self.cleaned_data["email"]):
            raise forms.ValidationError(_("Fill in a name or an e-mail address."))
        return self.cleaned_data

    def save(self, conversation: Conversation, by: User) -> Lead | Contact:
        """Makes the record, owned as settings say, else by the agent; its owner is told of the note (F177, F179).

        When somebody was faster, it is the one there is (R9).
        """
        first_name, _space, last_name = self.cleaned_data["name"].partition(" ")
        person = create_person(
            "lead",
            first_name=first_name,
            last_name=last_name,
            source=Source.CHAT,
            portal=conversation.portal,
            owner=owner_for("lead", Source.CHAT, conversation.portal) or by,
            by=by,
            emails=[self.cleaned_data["email"]] if self.cleaned_data["email"] else [],
            from_actor=conversation.actor,
            event_ref=f"chat:{conversation.pk}",
        )
        if self.cleaned_data["note"]:
            write_note(person, by, self.cleaned_data["note"], tell=person.owner)
        return person


class NoteForm(forms.Form):
    """A note for the record, for colleagues."""

    text = forms.CharField(label=gettext_lazy("Note"), max_length=MAX_NOTE)

    def clean_text(self) -> str:
        """What is seen of it; a note of invisible characters is none (T22)."""
        words = clean(self.cleaned_data["text"], MAX_NOTE)
        if not words:
            raise forms.ValidationError(_("Write something first."))
        return words


class PhoneForm(forms.Form):
    """A phone number of the person, perhaps in place of a wrong one (F177, F186)."""

    value = forms.CharField(label=gettext_lazy("Phone"), max_length=MAX_PHONE)
    instead = forms.IntegerField(required=False, min_value=1, max_value=MAX_ID)

    def save(self, person: AnyRecord, by: User) -> None:
        """On the record, for everybody. A form error when it is no number, or the other one is not there any more."""
        kind, value, instead = Identifier.Kind.PHONE, self.cleaned_data["value"], self.cleaned_data["instead"]
        try:
            if instead:
                replace_identifier(person, by, instead, kind, value, region=home_region())
            else:
                add_identifier(person, by, kind, value, region=home_region())
        except Refusal as refusal:
            self.add_error("value", refusal.sentence)


def owner_of_new(portal: Portal, agent: User) -> User:
    """Who would get a new lead now: as the portal's setting or a rule says, else the agent who makes it (F179)."""
    return next_owner("lead", Source.CHAT, portal) or agent
