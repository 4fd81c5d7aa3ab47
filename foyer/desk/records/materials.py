"""Everything the entries of one page of a feed need, read in a fixed number of queries."""

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from django.db.models import Q, QuerySet

from foyer.channels.forms.models import Submission
from foyer.conversations.models import Conversation
from foyer.crm.access import Sight, in_sight, sees_identifier, sight_of, visible
from foyer.crm.fields.rights import shown_fields
from foyer.crm.fields.types import Field
from foyer.crm.mailings.queries import mails_sent
from foyer.crm.mailings.types import SentMail
from foyer.crm.models import Activity, Attachment, Note, Stage
from foyer.crm.modules import RECORDS, AnyRecord
from foyer.crm.types import ModuleName
from foyer.desk.activities.shown import Shown, shown_one
from foyer.desk.files.shown import ShownFile, file_shown
from foyer.desk.forms.shown import Sent, sent_of
from foyer.desk.notes.shown import ShownNote, notes_shown
from foyer.desk.records.entries import About, Turn
from foyer.desk.records.turns import turns_of
from foyer.desk.records.values import choice_words
from foyer.events.models import Event
from foyer.identity.models import Actor, Claim, Decision
from foyer.lib.prepared import prepared
from foyer.presence.board import board
from foyer.team.models import User
from foyer.team.rights import Rights, rights_of
from foyer.visits.models import Action, Visit
from foyer.visits.queries import actions_of


@dataclasses.dataclass(frozen=True, slots=True)
class Materials:
    """Rows by id. `fields` are those that the user may see, by module: changes of others are not told (E25)."""

    subject: AnyRecord
    visits: dict[int, Visit]
    actions: dict[int, list[Action]]
    here: dict[int, str]
    chats: dict[int, Conversation]
    notes: dict[int, ShownNote]
    decisions: dict[int, Decision]
    claims: dict[int, Claim]
    users: dict[int, User]
    stages: dict[int, Stage]
    statuses: Mapping[str, str]
    sources: Mapping[str, str]
    fields: dict[str, dict[str, Field]]
    others: dict[int, About]
    activities: dict[int, Shown]
    files: dict[int, ShownFile]
    turns: dict[int, Turn]
    submissions: dict[int, Sent]
    mails: dict[int, SentMail]
    visit_portals: frozenset[int]
    rights: Rights

    def about(self, event: Event) -> About | None:
        """The record that the event is about, unless it is the one of the page."""
        return self.others.get(event.actor_id or 0)

    def sees_identifier(self, kind: str, module: str) -> bool:
        """Whether the user may see an address, a number, or what the website calls them, of a record (T7)."""
        return sees_identifier(self.rights, module, kind)

    def sees(self, event: Event, key: str) -> bool:
        """Whether the user may see this field of the event's record."""
        return key in self.fields.get(str(event.data.get("module", "")), {})


def gathered(subject: AnyRecord, user: User, events: Collection[Event], portal_ids: frozenset[int]) -> Materials:
    """What these events are about; of visits and chats only those of the given portals."""
    seen = portal_ids if rights_of(user).may("visit", "view") else frozenset[int]()
    talks = {*_subjects(events, "ConversationStarted"), *_subjects(events, "VisitorInvited")}
    decisions = Decision.objects.in_bulk(_decision_ids(events))
    found = {visit.pk: visit for visit in _visits(tuple(_subjects(events, "VisitStarted")), tuple(seen))}
    words = choice_words(["lead_status", "source"])
    return Materials(
        subject=subject,
        visits=found,
        actions=actions_of(found),
        here={v.visit_id: v.title or v.url for v in board.here() if v.visit_id in found},
        chats={chat.pk: chat for chat in _chats(tuple(talks), tuple(portal_ids))},
        notes=_notes(user, _subjects(events, "NoteWritten"), seen),
        decisions=decisions,
        claims=_claims(decisions.values()),
        users=User.objects.in_bulk(_sides(events, "OwnerChanged")),
        stages=Stage.objects.select_related("pipeline").in_bulk(_sides(events, "DealMoved")),
        statuses=words["lead_status"],
        sources=words["source"],
        fields=_fields(user, events),
        activities=_activities(user, events),
        files=_files(user, _subjects(events, "FileAttached"), seen),
        others=_others(subject, user, {event.actor_id for event in events if event.actor_id}),
        turns=turns_of(events, user),
        submissions=_submissions(user, events, portal_ids),
        mails=mails_sent(user, events),
        visit_portals=seen,
        rights=rights_of(user),
    )


@prepared
def _visits(ids: Any, portals: Any) -> QuerySet[Visit]:
    return Visit.objects.filter(pk__in=ids, portal__in=portals).select_related("portal")


@prepared
def _chats(ids: Any, portals: Any) -> QuerySet[Conversation]:
    return Conversation.objects.filter(pk__in=ids, portal__in=portals).select_related("agent")


def _subjects(events: Iterable[Event], kind: str) -> list[int]:
    return [event.subject_id for event in events if event.kind == kind]


def _activities(user: User, events: Iterable[Event]) -> dict[int, Shown]:
    """Those that the user sees: none where the module is closed to them (F229)."""
    ids = [event.subject_id for event in events if event.subject_type == "activity"]
    found = _told_activities(tuple(ids), sight=sight_of(user))
    return {activity.pk: shown_one(user, activity, None) for activity in found}


@prepared
def _told_activities(ids: Any, *, sight: Sight) -> "QuerySet[Activity]":
    return in_sight("activity", sight).filter(pk__in=ids).select_related("owner", "done_by")


def _notes(user: User, ids: list[int], portals: Collection[int]) -> dict[int, ShownNote]:
    return notes_shown(user, Note.objects.filter(_hangs(portals), pk__in=ids, gone_at=None))


def _hangs(portals: Collection[int]) -> Q:
    """On a record, or on a visit of these portals (T7)."""
    return Q(visit=None) | Q(visit__portal__in=portals)


def _files(user: User, ids: list[int], portals: Collection[int]) -> dict[int, ShownFile]:
    rows = Attachment.objects.filter(_hangs(portals), pk__in=ids, gone_at=None).select_related("uploaded_by")
    return {each.pk: file_shown(user, each) for each in rows} if ids else {}


def _submissions(user: User, events: Iterable[Event], portal_ids: frozenset[int]) -> dict[int, Sent]:
    """What was sent with forms of these portals; what was spam is not told."""
    ids = _subjects(events, "FormSubmitted")
    rows = Submission.objects.filter(pk__in=ids, portal__in=portal_ids, state=Submission.State.RECEIVED)
    return {row.pk: sent_of(row, user) for row in rows.select_related("form", "portal")} if ids else {}


def _decision_ids(events: Iterable[Event]) -> list[int]:
    return [event.data["decision"] for event in events if "decision" in event.data]


def _sides(events: Iterable[Event], kind: str) -> list[int]:
    sides = {event.data.get(side) for event in events if event.kind == kind for side in ("old", "new")}
    return [side for side in sides if side]


def _claims(decisions: Iterable[Decision]) -> dict[int, Claim]:
    ids = {claim for decision in decisions for claim in decision.claims}
    return Claim.objects.select_related("identifier").in_bulk(ids)


def _fields(user: User, events: Iterable[Event]) -> dict[str, dict[str, Field]]:
    modules = {str(event.data.get("module", "")) for event in events} & set(RECORDS)
    return {module: shown_fields(user, cast("ModuleName", module)) for module in sorted(modules)}


def _others(subject: AnyRecord, user: User, actors: Collection[int]) -> dict[int, About]:
    """The records of these actors' persons, but the subject's own; one query each for contacts and deals."""
    profiles = dict(Actor.objects.filter(pk__in=[*actors, subject.actor_id]).values_list("pk", "profile"))
    mine = profiles.get(subject.actor_id)
    foreign = {actor for actor in actors if profiles.get(actor) != mine}
    if not foreign:
        return {}
    people = _by_profile("contact", user, {profiles.get(actor) for actor in foreign})
    people |= _by_profile("deal", user, {profiles.get(actor) for actor in foreign})
    return {actor: people[profiles[actor]] for actor in foreign if profiles.get(actor) in people}


def _by_profile(module: ModuleName, user: User, profiles: Collection[Any]) -> dict[Any, About]:
    rows = visible(module, user).filter(actor__profile__in=profiles).select_related("actor").order_by("-pk")
    return {row.actor.profile_id: About(module, row.pk, str(row)) for row in rows}
