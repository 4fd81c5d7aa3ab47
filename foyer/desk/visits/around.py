"""The 360° panel beside the CRM view: pages, chats and visits; who it is, and all that happened (F65-F67)."""

import dataclasses
from collections.abc import Collection

from django.core.exceptions import ObjectDoesNotExist

from foyer.conversations.models import Conversation
from foyer.conversations.queries import conversations_of
from foyer.crm.access import record_for
from foyer.crm.activities import open_activities
from foyer.crm.attached import notes_of, subjects_of_notes
from foyer.crm.modules import AnyRecord
from foyer.crm.queries import card_of
from foyer.crm.types import PersonCard
from foyer.desk.activities.shown import Shown, shown_one
from foyer.desk.deals.beside import DealLine, deals_beside
from foyer.desk.records.details import Details, details_of
from foyer.desk.visits.notes import NoteRow, note_rows
from foyer.desk.visits.page import Field, visit_fields
from foyer.identity.queries import actors_of
from foyer.presence.board import Visitor, board
from foyer.scoring.scores import NOBODY, scores_of
from foyer.team.models import User
from foyer.visits.models import Action, Visit
from foyer.visits.queries import actions_of, visit_for, visits_of

SHOWN = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Around:
    """What is known around one visit. `subject` is the person's record where the user may open it."""

    visit: Visit
    person: PersonCard | None
    subject: AnyRecord | None
    here: Visitor | None
    score: int
    actions: list[Action]
    chats: list[Conversation]
    before: list[Visit]
    deals: list[DealLine]
    details: Details | None
    activities: list[Shown]
    notes: list[NoteRow]
    fields: list[Field]


def around(user: User, visit_id: int, *, with_details: bool = False) -> Around:
    """A fixed number of queries; Visit.DoesNotExist when it may not be seen."""
    visit = visit_for(user, visit_id)
    person, actors = card_of(user, visit.actor_id), actors_of(visit.actor_id)
    subject = _record_of(user, person)
    others = visits_of(user).filter(actor__in=actors).exclude(pk=visit.pk)
    chats = conversations_of(user).filter(actor__in=actors).order_by("-started_at", "-pk")
    return Around(
        visit=visit,
        person=person,
        subject=subject,
        here=board.visitor(visit.pk),
        score=scores_of([visit.actor_id]).get(visit.actor_id, NOBODY).score,
        actions=actions_of([visit.pk])[visit.pk][::-1],
        chats=list(chats[:SHOWN]),
        before=list(others.order_by("-started", "-pk")[:SHOWN]),
        deals=deals_beside(user, subject, actors, SHOWN) or [],
        details=details_of(subject, user) if subject and with_details else None,
        activities=[shown_one(user, each, None) for each in open_activities(user, actors)[:SHOWN]]
        if with_details
        else [],
        notes=_notes(user, actors) if with_details else [],
        fields=[field for field in visit_fields(visit, person) if field.value],
    )


def _record_of(user: User, person: PersonCard | None) -> AnyRecord | None:
    """Nothing for who may not see it, alike for what is not there (T7)."""
    if person is None:
        return None
    try:
        return record_for(user, person.module, person.id)
    except ObjectDoesNotExist:
        return None


def _notes(user: User, actors: Collection[int]) -> list[NoteRow]:
    """The newest on the person and on their visits, those that the user sees (T7)."""
    newest = notes_of(actors)
    seen = subjects_of_notes(user, newest)
    return note_rows(user, [note for note in newest if note.pk in seen][:SHOWN])
