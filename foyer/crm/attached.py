"""Questions about notes and files: whoever sees the record sees what hangs on it (T7, F32, F33)."""

from collections.abc import Collection

from foyer.crm.activities import subjects_of
from foyer.crm.models import Attachment, Note
from foyer.team.models import User

MOST = 200


def note_for(user: User, note_id: int) -> Note:
    """A note on a record that the user may see, deleted or not; DoesNotExist for all others."""
    note = Note.objects.select_related("author").get(pk=note_id)
    if not subjects_of(user, [note.actor_id]):
        raise Note.DoesNotExist
    return note


def file_for(user: User, file_id: int) -> Attachment:
    """A file on a record that the user may see, deleted or not; DoesNotExist for all others."""
    found = Attachment.objects.select_related("uploaded_by").get(pk=file_id)
    if not subjects_of(user, [found.actor_id]):
        raise Attachment.DoesNotExist
    return found


def files_of(actor_ids: Collection[int]) -> list[Attachment]:
    """The files of these actors, the newest first."""
    rows = Attachment.objects.filter(actor__in=actor_ids, gone_at=None)
    return list(rows.select_related("uploaded_by").order_by("-at", "-pk")[:MOST])
