"""Writing notes (F21, F32, F164)."""

from django.db import transaction
from django.utils.translation import gettext as _

from foyer.crm.actions.storing import about
from foyer.crm.models import Note
from foyer.crm.modules import AnyRecord, module_name
from foyer.crm.types import NoteWritten
from foyer.events.actions import record
from foyer.lib.text import clean
from foyer.team.models import User
from foyer.team.types import Refusal

MAX_NOTE = 10_000


def write_note(subject: AnyRecord, author: User, text: str) -> Note:
    """A note on the record, for colleagues (F21, F164)."""
    words = clean(text, MAX_NOTE)
    if not words:
        raise Refusal(_("Write something first."))
    with transaction.atomic():
        note = Note.objects.create(actor_id=subject.actor_id, author=author, text=words)
        facts = about(subject, author) | {"subject_id": note.pk}
        record(NoteWritten(**facts, module=module_name(subject), record=subject.pk))
    return note
