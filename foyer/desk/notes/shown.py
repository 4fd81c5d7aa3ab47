"""Notes as a feed shows them: as HTML, and whether the user may change them."""

import dataclasses
from collections.abc import Iterable

from markupsafe import Markup

from foyer.crm.actions.notes import may_change_note
from foyer.crm.mentions import mentioned_names
from foyer.crm.models import Note
from foyer.desk.notes.rendering import note_html
from foyer.team.models import User


@dataclasses.dataclass(frozen=True, slots=True)
class ShownNote:
    """One note."""

    id: int
    html: Markup
    text: str
    version: int
    is_changed: bool
    may_change: bool
    visit_id: int | None = None


def notes_shown(user: User, notes: Iterable[Note]) -> dict[int, ShownNote]:
    """All of them by id; one query."""
    found = list(notes)
    names = mentioned_names(found)
    return {note.pk: note_shown(user, note, names.get(note.pk, [])) for note in found}


def note_shown(user: User, note: Note, names: list[str]) -> ShownNote:
    """One of them."""
    html = note_html(note.text, names)
    return ShownNote(
        id=note.pk,
        html=html,
        text=note.text,
        version=note.version,
        is_changed=note.changed_at is not None,
        may_change=may_change_note(user, note),
        visit_id=note.visit_id,
    )
