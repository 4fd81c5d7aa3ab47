"""What belongs to one person: the actors of the profile, and everything that hangs on them (B20, T40)."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from foyer.channels.forms.models import Submission
from foyer.channels.webchat.models import ChatSession, DeviceLink
from foyer.conversations.models import Block, ChatFile, Conversation, Message, TranscriptMail
from foyer.crm.models import Activity, Attachment, Contact, Conversion, Deal, Lead, Mail, Merge, Note, RunRow, Tagging
from foyer.crm.modules import MODULES, module_name
from foyer.events.models import Event
from foyer.identity.models import Actor, Claim, Decision, Identifier
from foyer.identity.queries import actors_of
from foyer.team.models import User
from foyer.team.rights import rights_of
from foyer.visits.models import Action, CustomEvent, Visit

SHORTEST = 4
"""Shorter texts are not looked for in the rows of others: they stand everywhere."""


@dataclasses.dataclass(frozen=True, slots=True)
class Belongings:
    """The ids of actors and records of a person, and what names the person in the rows of others."""

    actors: list[int]
    leads: list[int]
    contacts: list[int]
    deals: list[int]
    names: list[str]

    def rows(self) -> dict[str, QuerySet[Any]]:
        """Everything by what it is, in the order in which people would look for it."""
        visits = Visit.objects.filter(actor__in=self.actors)
        chats = Conversation.objects.filter(actor__in=self.actors)
        sent = Submission.objects.filter(Q(actor__in=self.actors) | Q(record_actor__in=self.actors))
        return {
            "leads": Lead.objects.filter(pk__in=self.leads),
            "contacts": Contact.objects.filter(pk__in=self.contacts),
            "deals": Deal.objects.filter(pk__in=self.deals),
            "identifiers": Identifier.objects.filter(claims__actor__in=self.actors).distinct(),
            "claims": Claim.objects.filter(actor__in=self.actors).select_related("identifier"),
            "visits": visits,
            "pages": Action.objects.filter(visit__in=visits.values("pk")),
            "visit_events": CustomEvent.objects.filter(visit__in=visits.values("pk")),
            "chats": chats,
            "messages": Message.objects.filter(conversation__in=chats.values("pk")),
            "chat_files": ChatFile.objects.filter(message__conversation__in=chats.values("pk")),
            "chat_sessions": ChatSession.objects.filter(conversation__in=chats.values("pk")),
            "chat_devices": DeviceLink.objects.filter(session__conversation__in=chats.values("pk")),
            "transcript_mails": TranscriptMail.objects.filter(conversation__in=chats.values("pk")),
            "blocks": Block.objects.filter(actor__in=self.actors),
            "forms": sent,
            "mails": Mail.objects.filter(actor__in=self.actors).select_related("run"),
            "notes": Note.objects.filter(actor__in=self.actors),
            "activities": Activity.objects.filter(actor__in=self.actors),
            "files": Attachment.objects.filter(actor__in=self.actors),
            "tags": Tagging.objects.filter(actor__in=self.actors).select_related("tag"),
            "history": Event.objects.filter(actor__in=self.actors),
            "decisions": Decision.objects.filter(
                profile__in=Actor.objects.filter(pk__in=self.actors).values("profile")
            ),
            "merges": Merge.objects.filter(self.of_records("kept") | self.of_records("gone")),
            "conversions": Conversion.objects.filter(Q(lead__in=self.leads) | Q(contact__in=self.contacts)),
            "imports": RunRow.objects.filter(self.of_records("record", "run__module")),
        }

    def records(self) -> list[Lead | Contact | Deal]:
        """The records themselves; three queries."""
        rows = self.rows()
        return [*rows["leads"], *rows["contacts"], *rows["deals"]]

    def of_records(self, column: str, module: str = "module") -> Q:
        """Rows that name one of the records by its module and id."""
        ids = {"lead": self.leads, "contact": self.contacts, "deal": self.deals}
        found = Q(pk__in=[])
        for name, refs in ids.items():
            found |= Q(**{module: name, f"{column}__in": refs})
        return found


def belongings_of(subject: Lead | Contact) -> Belongings:
    """What belongs to the person of a record: all of the profile, but accounts, which are no persons."""
    theirs = Actor.objects.filter(pk__in=actors_of(subject.actor_id)).exclude(ref__startswith="account:")
    people = {row.actor_id: row for row in _people(theirs.exclude(ref__startswith="deal:").values("pk"))}
    deals = list(Deal.objects.filter(contact__in=[row.pk for row in people.values() if isinstance(row, Contact)]))
    actors = set(theirs.exclude(ref__startswith="deal:").values_list("pk", flat=True)) | {
        deal.actor_id for deal in deals
    }
    return Belongings(
        actors=sorted(actors),
        leads=[row.pk for row in people.values() if isinstance(row, Lead)],
        contacts=[row.pk for row in people.values() if isinstance(row, Contact)],
        deals=[deal.pk for deal in deals],
        names=_names(people.values(), actors),
    )


def may_handle(user: User, subject: Lead | Contact) -> bool:
    """Who may take a copy of a person, and erase them: administrators, and who may export and delete it all (T40)."""
    if user.is_administrator and user.is_active:
        return True
    rights = rights_of(user)
    modules = {module_name(record) for record in belongings_of(subject).records()}
    all_seen = all(rights.scope(module) == "all" for module in modules)
    may_all = all(rights.may(module, "delete") and rights.may(module, "export") for module in modules)
    hides = any("hidden" in rights.fields.get(module, {}).values() for module in MODULES)
    return all_seen and may_all and not hides and rights.may("visit", "delete") and rights.may("activity", "delete")


def _people(actors: QuerySet[Any, Any]) -> list[Lead | Contact]:
    found: list[Lead | Contact] = []
    for model in (Lead, Contact):
        found += model._default_manager.filter(actor__in=actors)
    return found


def _names(people: Iterable[Lead | Contact], actors: Iterable[int]) -> list[str]:
    """Addresses, numbers and full names; the longest first, so that no half of one stays."""
    shown = Identifier.objects.filter(claims__actor__in=actors).exclude(kind="record").distinct()
    told = {known.told for known in shown}
    told |= {str(row.name) for row in people}
    told |= set(Conversation.objects.filter(actor__in=actors).values_list("visitor_name", flat=True))
    return sorted({text.strip() for text in told if _names_somebody(text.strip())}, key=lambda text: (-len(text), text))


def _names_somebody(text: str) -> bool:
    """A first name alone stands for many people."""
    return len(text) >= SHORTEST and (" " in text or "@" in text or text.startswith("+"))


def counts(rows: dict[str, QuerySet[Any]]) -> dict[str, int]:
    """How many of each there are; a query for each."""
    return {name: found.count() for name, found in rows.items()}
