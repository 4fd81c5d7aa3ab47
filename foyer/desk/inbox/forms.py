"""What an agent types in the inbox besides messages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from foyer.conversations.models import Conversation
from foyer.crm.actions import create_person, write_note
from foyer.crm.models import Contact, Lead, Source
from foyer.portals.models import AssignTo
from foyer.team.models import User


class LeadForm(forms.Form):
    """Creates a lead from a conversation; a name alone is enough (D14, F177-F182)."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), required=False)
    note = forms.CharField(
        label=_("Note for sales"), required=False, max_length=4000, widget=forms.Textarea({"rows": 2})
    )

    def save(self, conversation: Conversation, by: User) -> Lead | Contact:
        """Makes the record, owned as the portal says, with the note."""
        first_name, _space, last_name = self.cleaned_data["name"].partition(" ")
        portal = conversation.portal
        person = create_person(
            "lead",
            first_name=first_name,
            last_name=last_name,
            source=Source.CHAT,
            portal=portal,
            owner=portal.assign_user if portal.assign_to == AssignTo.USER else by,
            by=by,
            emails=[self.cleaned_data["email"]] if self.cleaned_data["email"] else [],
            from_actor=conversation.actor,
            event_ref=f"chat:{conversation.pk}",
        )
        if self.cleaned_data["note"].strip():
            write_note(person, by, self.cleaned_data["note"])
        return person
