"""What an agent types in the inbox besides messages (F164, F177-F182)."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.conversations.models import Conversation
from foyer.crm.actions import create_person, write_note
from foyer.crm.models import Contact, Lead, Source
from foyer.lib.emails import normalised_email
from foyer.lib.text import clean, clean_line
from foyer.portals.models import AssignTo, Portal
from foyer.team.models import User

MAX_NOTE = 4000
MAX_NAME = 120


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
        """Makes the record, owned as the portal says, with the note; the one there is when somebody was faster (R9)."""
        first_name, _space, last_name = self.cleaned_data["name"].partition(" ")
        person = create_person(
            "lead",
            first_name=first_name,
            last_name=last_name,
            source=Source.CHAT,
            portal=conversation.portal,
            owner=owner_of_new(conversation.portal, by),
            by=by,
            emails=[self.cleaned_data["email"]] if self.cleaned_data["email"] else [],
            from_actor=conversation.actor,
            event_ref=f"chat:{conversation.pk}",
        )
        if self.cleaned_data["note"]:
            write_note(person, by, self.cleaned_data["note"])
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


def owner_of_new(portal: Portal, agent: User) -> User:
    """Who gets a new lead: the user of the portal's setting, else the agent who makes it (F5, F6, F179)."""
    chosen = portal.assign_user if portal.assign_to == AssignTo.USER else None
    return chosen or agent
