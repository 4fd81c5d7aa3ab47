"""How the events of a feed become its entries: visits, chats, notes, work, files, new records, joins."""

from django.utils.translation import gettext as _

from foyer.crm.models import Deal
from foyer.crm.modules import module_name
from foyer.desk.records.entries import Entry, Evidence, Join, PageLine, VisitCard
from foyer.desk.records.materials import Materials
from foyer.desk.records.transcripts import head
from foyer.desk.records.words import device_word, way_word
from foyer.desk.shell import formats
from foyer.events.models import Event
from foyer.identity.models import Decision, Identifier
from foyer.identity.retract import may_undo
from foyer.team.queries import user_names
from foyer.visits.models import Action, Visit

PAGES_SHOWN = 3
OVER_THE_RECORD = "record-exact"
CREATED = {
    "LeadCreated": "created_lead",
    "ContactCreated": "created_contact",
    "AccountCreated": "created_account",
    "DealCreated": "created_deal",
}
TURNS = {
    "LeadConverted": "converted",
    "ConversionUndone": "unconverted",
    "RecordsMerged": "merged",
    "MergeUndone": "unmerged",
}


def visit(event: Event, materials: Materials) -> Entry | None:
    """A visit with its pages."""
    found = materials.visits.get(event.subject_id)
    return Entry("visit", event.pk, event.at, visit=_card(found, materials)) if found else None


def form(event: Event, materials: Materials) -> Entry | None:
    """What was sent with a web form (F122)."""
    found = materials.submissions.get(event.subject_id)
    return Entry("form", event.pk, event.at, form=found) if found else None


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


def chat(event: Event, materials: Materials) -> Entry | None:
    """A chat, its transcript closed."""
    found = materials.chats.get(event.subject_id)
    return Entry("chat", event.pk, event.at, chat=head(found)) if found else None


def invitation(event: Event, materials: Materials) -> Entry | None:
    """An agent wrote first and had no answer; with one it is a chat, which stands there by itself (E10, B7)."""
    found = materials.chats.get(event.subject_id)
    if found is None or found.accepted_at is not None:
        return None
    return Entry("chat", event.pk, event.at, chat=head(found))


def note(event: Event, materials: Materials) -> Entry | None:
    """What a colleague wrote."""
    found = materials.notes.get(event.subject_id)
    return Entry("note", event.pk, event.at, who=who(event), note=found) if found else None


def mail(event: Event, materials: Materials) -> Entry | None:
    """A mail that went to many, as this one got it (E16)."""
    found = materials.mails.get(event.subject_id)
    return Entry("mail", event.pk, event.at, who=who(event), mail=found) if found else None


def done(event: Event, materials: Materials) -> Entry | None:
    """Something that was done with what came of it, unless it was opened again since."""
    found = materials.activities.get(event.subject_id)
    if found is None or found.activity.done_at is None:
        return None
    return Entry("done", event.pk, event.at, who=who(event), activity=found)


def attached(event: Event, materials: Materials) -> Entry | None:
    """A file that was put on the record and still is."""
    found = materials.files.get(event.subject_id)
    return Entry("file", event.pk, event.at, who=who(event), file=found) if found else None


def created(event: Event, materials: Materials) -> Entry | None:
    """A second record of the same person is named by its kind as well."""
    key, module = event.data.get("source", ""), event.kind.removesuffix("Created").lower()
    source = materials.sources.get(key, key) if materials.rights.sees(module, "source") else ""
    return Entry(CREATED[event.kind], event.pk, event.at, who(event), source)


def joined(event: Event, materials: Materials) -> Entry | None:
    """Not over the record itself: "Lead was created", "Merged" or `recognised` says that already."""
    decision = materials.decisions.get(event.data.get("decision", 0))
    if decision is None or decision.rule == OVER_THE_RECORD:
        return None
    return _decided(event, decision, materials)


def recognised(event: Event, materials: Materials) -> Entry | None:
    """A colleague said that a visitor is this person (B4)."""
    decision = materials.decisions.get(event.data["decision"])
    return _decided(event, decision, materials) if decision else None


def _decided(event: Event, decision: Decision, materials: Materials) -> Entry:
    shown = (materials.claims.get(claim) for claim in decision.claims)
    module = "contact" if isinstance(materials.subject, Deal) else module_name(materials.subject)
    evidence = dict.fromkeys(
        Evidence(
            "" if claim.identifier.kind == Identifier.Kind.RECORD else claim.identifier.told,
            claim.level,
            way_word(claim.way),
        )
        for claim in shown
        if claim and materials.sees_identifier(claim.identifier.kind, module)
    )
    undoable = decision.pk if may_undo(decision) else None
    join = Join(decision.rule, tuple(evidence), undoable, decision.undone_at is not None)
    return Entry(decision.kind, event.pk, event.at, who(event), join=join)


def turned(event: Event, materials: Materials) -> Entry | None:
    """A conversion, a merge, or one of them taken back."""
    found = materials.turns.get(event.pk)
    return Entry(TURNS[event.kind], event.pk, event.at, who(event), turn=found) if found else None


def who(event: Event) -> str:
    """Who did it: a user, or Foyer by itself."""
    return user_names().get(event.user_id, _("Somebody")) if event.user_id else _("Foyer")
