"""Questions about notes and files: whoever sees the record, or the visit, sees what hangs on it (T7, F32, F33)."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from foyer.crm.access import visit_portals
from foyer.crm.activities import subjects_of
from foyer.crm.activity_types import Subject
from foyer.crm.models import Attachment, Note
from foyer.lib.prepared import prepared
from foyer.team.models import User

MOST = 200
NEWEST = 20


def note_for(user: User, note_id: int) -> Note:
    """A note on a record or visit that the user may see, deleted or not; DoesNotExist for all others."""
    note = Note.objects.select_related("author", "visit").get(pk=note_id)
    if note.pk not in subjects_of_notes(user, [note]):
        raise Note.DoesNotExist
    return note


def file_for(user: User, file_id: int) -> Attachment:
    """A file on a record or visit that the user may see, deleted or not; DoesNotExist for all others."""
    found = Attachment.objects.select_related("uploaded_by", "visit").get(pk=file_id)
    seen = found.visit.portal_id in visit_portals(user) if found.visit else subjects_of(user, [found.actor_id])
    if not seen:
        raise Attachment.DoesNotExist
    return found


def files_of(actor_ids: Collection[int]) -> list[Attachment]:
    """The files on the records of these actors, the newest first; those on visits stand there."""
    return _on_records(tuple(actor_ids))


@prepared
def _on_records(actor_ids: Any) -> QuerySet[Attachment]:
    return _newest(Q(actor__in=actor_ids, visit=None))


def files_of_visit(visit_id: int) -> list[Attachment]:
    """The files on a visit, the newest first."""
    return list(_newest(Q(visit=visit_id)))


def notes_of(actor_ids: Collection[int]) -> list[Note]:
    """The newest notes on these actors and their visits; `subjects_of_notes` says which of them somebody sees."""
    rows = Note.objects.filter(actor__in=actor_ids, gone_at=None)
    return list(rows.select_related("author", "visit").order_by("-at", "-pk")[:NEWEST])


def notes_of_visit(visit_id: int) -> list[Note]:
    """The notes on a visit, the newest first."""
    rows = Note.objects.filter(visit=visit_id, gone_at=None)
    return list(rows.select_related("author").order_by("-at", "-pk")[:MOST])


def subjects_of_notes(user: User, notes: Iterable[Note]) -> dict[int, Subject]:
    """What each note is about, as far as the user sees it: its record, or its visit. Read with `visit`."""
    found = list(notes)
    records = subjects_of(user, [note.actor_id for note in found if not note.visit_id])
    portals = visit_portals(user) if any(note.visit_id for note in found) else frozenset[int]()
    told: dict[int, Subject] = {}
    for note in found:
        if note.visit and note.visit.portal_id in portals:
            told[note.pk] = Subject("visit", note.visit.pk, _("Visit"), note.actor_id)
        elif not note.visit and note.actor_id in records:
            told[note.pk] = records[note.actor_id]
    return told


def _newest(which: Q) -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(which, gone_at=None)
    return rows.select_related("uploaded_by").order_by("-at", "-pk")[:MOST]
