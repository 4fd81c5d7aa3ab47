"""Which events stand in a feed, under which chip, and how each becomes an entry: a table (style 12)."""

from collections.abc import Callable

from foyer.desk.records import changes, makers
from foyer.desk.records.entries import Entry
from foyer.desk.records.materials import Materials
from foyer.events.models import Event

Maker = Callable[[Event, Materials], Entry | None]

MAKERS: dict[str, Maker] = {
    "VisitStarted": makers.visit,
    "ConversationStarted": makers.chat,
    "VisitorInvited": makers.invitation,
    "FormSubmitted": makers.form,
    "NoteWritten": makers.note,
    "LeadCreated": makers.created,
    "ContactCreated": makers.created,
    "AccountCreated": makers.created,
    "DealCreated": makers.created,
    "ActorsJoined": makers.joined,
    "ActorsSplit": makers.joined,
    "VisitorRecognised": makers.recognised,
    "StatusChanged": changes.status,
    "OwnerChanged": changes.owner,
    "FieldChanged": changes.field,
    "DealMoved": changes.moved,
    "TagsChanged": changes.tags,
    "IdentifierShown": changes.shown,
    "IdentifierDescribed": changes.described,
    "IdentifierTakenOff": changes.taken_off,
    "DealContactChanged": changes.party,
    "ActivityCreated": changes.activity,
    "ActivityDone": makers.done,
    "FileAttached": makers.attached,
    "MailSent": makers.mail,
    "AddressUnsubscribed": changes.unsubscribed,
    "FileDeleted": changes.file_deleted,
    "RecordDeleted": changes.deleted,
    "RecordRestored": changes.restored,
    **dict.fromkeys(makers.TURNS, makers.turned),
}
"""By kind of event. What is not here stands in no feed."""
CHANGES = (
    "ActorsJoined",
    "ActorsSplit",
    "VisitorRecognised",
    "StatusChanged",
    "OwnerChanged",
    "FieldChanged",
    "DealMoved",
    "TagsChanged",
    "IdentifierShown",
    "IdentifierDescribed",
    "IdentifierTakenOff",
    "AddressUnsubscribed",
    "DealContactChanged",
    "RecordDeleted",
    "RecordRestored",
    *makers.TURNS,
)
KINDS: dict[str, tuple[str, ...]] = {
    "": tuple(MAKERS),
    "visits": ("VisitStarted",),
    "chats": ("ConversationStarted", "VisitorInvited"),
    "forms": ("FormSubmitted",),
    "notes": ("NoteWritten",),
    "activities": ("ActivityCreated", "ActivityDone"),
    "mails": ("MailSent",),
    "files": ("FileAttached", "FileDeleted"),
    "deals": ("DealCreated", "DealMoved"),
    "changes": CHANGES,
}
"""By chip: the kinds of events it shows (F176)."""
