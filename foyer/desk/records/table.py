"""Which events stand in a feed, under which chip, and how each becomes an entry: a table (style 12)."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from foyer.desk.records.entries import Change, Entry, Evidence, Join, PageLine, VisitCard
from foyer.desk.records.materials import Materials
from foyer.desk.records.transcripts import head
from foyer.desk.records.words import device_word, field_word, source_word, status_word, way_word
from foyer.desk.shell import formats
from foyer.events.models import Event
from foyer.identity.models import Decision, Identifier
from foyer.visits.models import Action, Visit

Maker = Callable[[Event, Materials], Entry | None]
PAGES_SHOWN = 3
UNDOABLE_JOINS = frozenset({"email-exact", "phone-exact"})
MADE_WITH_THE_RECORD = "record-exact"
UNDOABLE_SPLITS = frozenset({"taken-off", "undone"})


def _visit(event: Event, materials: Materials) -> Entry | None:
    visit = materials.visits.get(event.subject_id)
    return Entry("visit", event.pk, event.at, visit=_card(visit, materials)) if visit else None


def _card(visit: Visit, materials: Materials) -> VisitCard:
    pages = [action for action in materials.actions[visit.pk] if action.type != Action.Type.CHAT]
    here, newest = materials.here.get(visit.pk, ""), list(reversed(pages))[:PAGES_SHOWN]
    about = [visit.portal.name, device_word(visit.device), visit.browser, visit.source_name]
    return VisitCard(
        id=visit.pk,
        is_here=bool(here),
        number=visit.number,
        pages=visit.pages,
        lines=tuple(
            PageLine(a.title or a.url, formats.minutes(a.seconds), bool(here) and a is newest[0]) for a in newest
        ),
        more=max(0, len(pages) - PAGES_SHOWN),
        spent=formats.minutes(visit.seconds),
        about=" · ".join(part for part in about if part),
    )


def _chat(event: Event, materials: Materials) -> Entry | None:
    chat = materials.chats.get(event.subject_id)
    return Entry("chat", event.pk, event.at, chat=head(chat)) if chat else None


def _note(event: Event, materials: Materials) -> Entry | None:
    note = materials.notes.get(event.subject_id)
    return Entry("note", event.pk, event.at, who=_who(event), text=note.text) if note else None


def _created(event: Event, materials: Materials) -> Entry | None:
    """A second record of the same person is named by its kind as well."""
    return Entry(
        "created_lead" if event.kind == "LeadCreated" else "created_contact",
        event.pk,
        event.at,
        _who(event),
        source_word(event.data.get("source", "")),
    )


def _joined(event: Event, materials: Materials) -> Entry | None:
    """Not the first join, which made the record: "Lead was created" says that already."""
    decision = materials.decisions.get(event.data.get("decision", 0))
    if decision is None or decision.rule == MADE_WITH_THE_RECORD:
        return None
    shown = (materials.claims.get(claim) for claim in decision.claims)
    evidence = dict.fromkeys(
        Evidence(
            "" if claim.identifier.kind == Identifier.Kind.RECORD else claim.identifier.value,
            claim.level,
            way_word(claim.way),
        )
        for claim in shown
        if claim
    )
    undoable = decision.pk if _can_be_undone(decision) else None
    join = Join(decision.rule, tuple(evidence), undoable, decision.undone_at is not None)
    return Entry(decision.kind, event.pk, event.at, _who(event), join=join)


def _can_be_undone(decision: Decision) -> bool:
    if decision.undone_at is not None:
        return False
    rules = UNDOABLE_JOINS if decision.kind == Decision.Kind.JOINED else UNDOABLE_SPLITS
    return decision.rule in rules


def _status(event: Event, materials: Materials) -> Entry:
    words = {"who": _who(event), "old": status_word(event.data["old"]), "new": status_word(event.data["new"])}
    return _change(event, _("%(who)s changed status from %(old)s to %(new)s") % words)


def _owner(event: Event, materials: Materials) -> Entry:
    new = materials.users.get(event.data.get("new") or 0)
    if new is None:
        return _change(event, _("%(who)s took the owner off") % {"who": _who(event)})
    return _change(event, _("%(who)s made %(owner)s the owner") % {"who": _who(event), "owner": new.name})


def _field(event: Event, materials: Materials) -> Entry:
    words = {
        "who": _who(event),
        "field": field_word(event.data["field"]),
        "old": event.data["old"],
        "new": event.data["new"],
    }
    if not words["new"]:
        return _change(event, _("%(who)s emptied %(field)s, before: %(old)s") % words)
    if not words["old"]:
        return _change(event, _("%(who)s set %(field)s to %(new)s") % words)
    return _change(event, _("%(who)s changed %(field)s from %(old)s to %(new)s") % words)


def _taken_off(event: Event, materials: Materials) -> Entry:
    return _change(
        event, _("%(who)s took %(value)s off this record") % {"who": _who(event), "value": event.data.get("value", "")}
    )


def _change(event: Event, text: str) -> Entry:
    return Entry("change", event.pk, event.at, changes=(Change(text, event.at),))


def _who(event: Event) -> str:
    return event.user.name if event.user else _("Foyer")


MAKERS: dict[str, Maker] = {
    "VisitStarted": _visit,
    "ConversationStarted": _chat,
    "NoteWritten": _note,
    "LeadCreated": _created,
    "ContactCreated": _created,
    "ActorsJoined": _joined,
    "ActorsSplit": _joined,
    "StatusChanged": _status,
    "OwnerChanged": _owner,
    "FieldChanged": _field,
    "IdentifierTakenOff": _taken_off,
}
CHANGES = ("ActorsJoined", "ActorsSplit", "StatusChanged", "OwnerChanged", "FieldChanged", "IdentifierTakenOff")
KINDS: dict[str, tuple[str, ...]] = {
    "": tuple(MAKERS),
    "visits": ("VisitStarted",),
    "chats": ("ConversationStarted",),
    "notes": ("NoteWritten",),
    "changes": CHANGES,
}
"""By chip: the kinds of events it shows (F176)."""
