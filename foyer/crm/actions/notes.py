"""Notes on records and visits: written, changed, taken away; colleagues are named by @ (F21, F32, F164, E16)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.access import may_add_to_visits
from foyer.crm.actions.records import Conflict
from foyer.crm.actions.storing import about
from foyer.crm.activity_types import ColleagueMentioned, NoteChanged, NoteDeleted, NoteRestored
from foyer.crm.mentions import named_in
from foyer.crm.models import Mention, Note
from foyer.crm.modules import AnyRecord, module_name
from foyer.crm.types import NoteWritten, VisitRef
from foyer.events.actions import record
from foyer.lib import clock
from foyer.lib.text import clean
from foyer.team.models import User
from foyer.team.types import Refusal

MAX_NOTE = 10_000


def write_note(subject: AnyRecord, author: User, text: str, *, tell: User | None = None) -> Note:
    """A note on the record, for colleagues (F21, F164); who is named in it hears of it, and who is told (F184)."""
    words = _words(text)
    with transaction.atomic():
        note = Note.objects.create(actor_id=subject.actor_id, author=author, text=words)
        facts = about(subject, author) | {"subject_id": note.pk}
        record(NoteWritten(**facts, module=module_name(subject), record=subject.pk))
        _mention(note, author, tell)
    return note


def write_visit_note(visit: VisitRef, author: User, text: str) -> Note:
    """A note on a visit, by who may create there (F30, F32); the visit itself stays as it is (F27)."""
    if not may_add_to_visits(author):
        raise PermissionDenied
    words = _words(text)
    with transaction.atomic():
        note = Note.objects.create(actor_id=visit.actor_id, visit_id=visit.id, author=author, text=words)
        facts = {"actor_id": visit.actor_id, "portal_id": visit.portal_id, "user_id": author.pk}
        record(NoteWritten(subject_id=note.pk, **facts, module="visit", record=visit.id))
        _mention(note, author)
    return note


def change_note(note: Note, by: User, text: str, *, version: int | None = None) -> Note:
    """Says something else; what it said stays in the event. Only who is named anew hears of it."""
    _require(note, by)
    words = _words(text)
    with transaction.atomic():
        fresh = Note.objects.select_for_update().get(pk=note.pk)
        if version is not None and fresh.version != version:
            raise Conflict(fresh.version)
        if fresh.text != words:
            was, fresh.text = fresh.text, words
            fresh.version, fresh.changed_at = fresh.version + 1, clock.now()
            fresh.save(update_fields=["text", "version", "changed_at"])
            record(NoteChanged(subject_id=fresh.pk, actor_id=fresh.actor_id, user_id=by.pk, was=was))
            _mention(fresh, by)
    return fresh


def delete_note(note: Note, by: User) -> None:
    """Out of the feed; `restore_note` brings it back."""
    _require(note, by)
    with transaction.atomic():
        if Note.objects.filter(pk=note.pk, gone_at=None).update(gone_at=clock.now()):
            record(NoteDeleted(subject_id=note.pk, actor_id=note.actor_id, user_id=by.pk))


def restore_note(note: Note, by: User) -> None:
    """Back in the feed."""
    _require(note, by)
    with transaction.atomic():
        if Note.objects.filter(pk=note.pk).exclude(gone_at=None).update(gone_at=None):
            record(NoteRestored(subject_id=note.pk, actor_id=note.actor_id, user_id=by.pk))


def see_mentions(user: User, *mentions: int) -> None:
    """The user has looked at these."""
    Mention.objects.filter(pk__in=mentions, user=user, seen_at=None).update(seen_at=clock.now())


def may_change_note(user: User, note: Note) -> bool:
    """Authors change their own notes, administrators all."""
    return user.is_active and (user.is_administrator or note.author_id == user.pk)


def _require(note: Note, by: User) -> None:
    if not may_change_note(by, note):
        raise PermissionDenied


def _words(text: str) -> str:
    words = clean(text, MAX_NOTE)
    if not words:
        raise Refusal(_("Write something first."))
    return words


def _mention(note: Note, by: User, told: User | None = None) -> None:
    """Rows for who is named or told and was not yet, but the author. Who is named no more keeps what they saw."""
    named, telling = {user.pk for user in named_in(note.text)}, {told.pk} if told else set()
    known = set(note.mentions.values_list("user", flat=True))
    Mention.objects.filter(note=note, seen_at=None, is_told=False).exclude(user__in=named).delete()
    new = sorted((named | telling) - known - {by.pk})
    made = [Mention.objects.create(note=note, user_id=user, is_told=user in telling) for user in new]
    facts = {"subject_id": note.pk, "actor_id": note.actor_id, "user_id": by.pk}
    if made:
        record(*(ColleagueMentioned(**facts, mention=row.pk, mentioned=row.user_id) for row in made))
