"""The notes on a visit (F32): read by whoever sees it, written by whose profile may create there (F30)."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from foyer.crm.access import may_add_to_visits
from foyer.crm.actions.notes import write_visit_note
from foyer.crm.attached import notes_of_visit
from foyer.crm.models import Note
from foyer.desk.access import or_404, signed_in
from foyer.desk.notes.shown import ShownNote, notes_shown
from foyer.team.models import User
from foyer.team.types import Refusal
from foyer.visits.models import Visit
from foyer.visits.queries import ref_of, visit_for


@dataclasses.dataclass(frozen=True, slots=True)
class NoteRow:
    """A note with who wrote it and when."""

    note: ShownNote
    who: str
    at: dt.datetime


def notes_context(user: User, visit: Visit) -> dict[str, Any]:
    """What the fragment needs; two queries."""
    rows = note_rows(user, notes_of_visit(visit.pk))
    return {"visit": visit, "notes": rows, "may_write": may_add_to_visits(user)}


def note_rows(user: User, notes: Sequence[Note]) -> list[NoteRow]:
    """Notes as they are shown, in their order; one query."""
    shown = notes_shown(user, notes)
    return [NoteRow(shown[note.pk], note.author.name if note.author else "", note.at) for note in notes]


@require_http_methods(["GET", "HEAD", "POST"])
def visit_notes(request: HttpRequest, visit_id: int) -> HttpResponse:
    """The notes of a visit; POST writes one. What was typed is kept when it is refused."""
    user = signed_in(request)
    visit, fragment = or_404(visit_for, user, visit_id), "notes"
    if request.method == "POST":
        fragment = "noted"
        try:
            write_visit_note(ref_of(visit), user, request.POST.get("text", ""))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
    if not request.headers.get("HX-Request"):
        return redirect("visit", visit_id=visit_id)
    return render(request, f"desk/visits/{fragment}.jinja", notes_context(user, visit))
