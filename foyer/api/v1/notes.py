"""Notes on records and visits (F21, F32, F164): seen by whoever sees what they are on, changed by their authors."""

from http import HTTPStatus
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import Field

from foyer.api.idempotency import once
from foyer.api.v1.auth import caller
from foyer.api.v1.paging import Id, Nothing, Paging, Within, newest, optional
from foyer.api.v1.records.activities import subject_of
from foyer.api.v1.records.bodies import parsed
from foyer.api.v1.records.responses import json_response, nothing
from foyer.api.v1.records.shapes import AboutVisit, NoteIn
from foyer.api.v1.records.telling import records_on
from foyer.api.v1.records.versions import asked_version
from foyer.api.v1.references import user_ref
from foyer.api.v1.refusals import Unreadable
from foyer.crm.access import all_visible, modules_seen, visible, visit_portals
from foyer.crm.actions import write_note
from foyer.crm.actions.notes import change_note, delete_note, restore_note, write_visit_note
from foyer.crm.models import Note
from foyer.crm.modules import RECORDS
from foyer.team.models import User
from foyer.team.rights import rights_of
from foyer.visits.queries import ref_of, visit_for

router = Router(tags=["notes"])
NoteId = Annotated[Id, Path()]


class NoteFilter(Within, Paging):
    """Which notes; `from` and `to` mean when they were written."""

    lead: Id | Nothing = optional(description="On this lead.")
    contact: Id | Nothing = optional(description="On this contact.")
    account: Id | Nothing = optional(description="On this account.")
    deal: Id | Nothing = optional(description="On this deal.")
    visit: Id | Nothing = optional(description="On this visit.")
    author: Id | Nothing = optional(description="By this user.")
    q: Annotated[str, Field(max_length=100)] | Nothing = optional(description="Holding these words.")


@router.get("", url_name="note_list", operation_id="note_list", summary="Notes")
def note_list(request: HttpRequest, filters: Query[NoteFilter]) -> HttpResponse:
    """Notes on records and visits that the owner of the token sees, the newest first."""
    user = _user(request)
    rows, following = newest(_chosen(_seen(user), filters, user), filters, "at")
    return json_response({"items": _told(rows, user), "next_cursor": following})


@router.get("/{note_id}", url_name="note_one", operation_id="note_one", summary="One note")
def note_one(request: HttpRequest, note_id: NoteId) -> HttpResponse:
    """One note."""
    user = _user(request)
    return _answer(_seen(user).get(pk=note_id).pk, user)


@router.post("", url_name="note_list", operation_id="note_create", summary="A new note")
def note_create(request: HttpRequest) -> HttpResponse:
    """A note on a record or a visit; who is named in it by @ hears of it."""
    user = _user(request)

    def work() -> HttpResponse:
        told = parsed(request, NoteIn)
        note = _written(told, user)
        response = _answer(note.pk, user, HTTPStatus.CREATED)
        response["Location"] = f"{request.path}/{note.pk}"
        return response

    return once(request, user, work)


@router.patch("/{note_id}", url_name="note_one", operation_id="note_change", summary="Change a note")
def note_change(request: HttpRequest, note_id: NoteId) -> HttpResponse:
    """Authors change their own notes, administrators all."""
    user = _user(request)
    note = _seen(user).get(pk=note_id)
    version = asked_version(note.version, request.headers.get("If-Match"))
    told = parsed(request, NoteIn)
    if told.record is not None:
        raise Unreadable({"record": "A note stays on its record."})
    change_note(note, user, told.text, version=version)
    return _answer(note_id, user)


@router.delete("/{note_id}", url_name="note_one", operation_id="note_delete", summary="Delete a note")
def note_delete(request: HttpRequest, note_id: NoteId) -> HttpResponse:
    """Out of the feed; it can be restored."""
    user = _user(request)
    note = _seen(user).get(pk=note_id)
    asked_version(note.version, request.headers.get("If-Match"))
    delete_note(note, user)
    return nothing()


@router.post(
    "/{note_id}/restoration", url_name="note_restoration", operation_id="note_restore", summary="Bring a note back"
)
def note_restore(request: HttpRequest, note_id: NoteId) -> HttpResponse:
    """Back in the feed."""
    user = _user(request)
    restore_note(_all(user).get(pk=note_id), user)
    return _answer(note_id, user)


def _written(told: NoteIn, user: User) -> Note:
    if isinstance(told.record, AboutVisit):
        return write_visit_note(ref_of(visit_for(user, told.record.id)), user, told.text)
    subject = subject_of(user, told.record)
    if subject is None:
        raise Unreadable({"record": "Say on which record: module and id."})
    return write_note(subject, user, told.text)


def _user(request: HttpRequest) -> User:
    """404 for who sees no module that notes could hang on."""
    user = caller(request)
    if not modules_seen(user, RECORDS) and not rights_of(user).may("visit", "view"):
        raise Http404
    return user


def _all(user: User) -> "QuerySet[Note]":
    """Notes on records and visits that the user sees, also on those that were merged or converted (idea 1)."""
    on = Q(visit__portal__in=visit_portals(user))
    for module in RECORDS:
        on |= Q(visit=None, actor__in=all_visible(module, user).exclude(gone="deleted").values("actor"))
    return Note.objects.filter(on).select_related("author")


def _seen(user: User) -> "QuerySet[Note]":
    return _all(user).filter(gone_at=None)


def _chosen(notes: "QuerySet[Note]", asked: NoteFilter, user: User) -> "QuerySet[Note]":
    notes = asked.within(notes, "at")
    for module in RECORDS:
        if (record_id := getattr(asked, module)) is not None:
            notes = notes.filter(actor__in=visible(module, user).filter(pk=record_id).values("actor"))
    if asked.visit:
        notes = notes.filter(visit=asked.visit)
    if asked.author:
        notes = notes.filter(author=asked.author)
    for word in (asked.q or "").replace("\x00", "").split():
        notes = notes.filter(text__icontains=word)
    return notes


def _answer(note_id: int, user: User, status: int = HTTPStatus.OK) -> HttpResponse:
    note = Note.objects.select_related("author").get(pk=note_id)
    return json_response(_told([note], user)[0], status, note.version)


def _told(notes: list[Note], user: User) -> list[dict[str, Any]]:
    on = records_on({note.actor_id for note in notes if not note.visit_id}, user)
    return [_note(note, _visit(note) if note.visit_id else on.get(note.actor_id)) for note in notes]


def _visit(note: Note) -> dict[str, Any]:
    """A visit in place of a record; it has no name."""
    return {"module": "visit", "id": note.visit_id, "name": ""}


def _note(note: Note, record: dict[str, Any] | None) -> dict[str, Any]:
    author = user_ref(note.author)
    return {
        "id": note.pk,
        "version": note.version,
        "record": record,
        "author": author.model_dump() if author else None,
        "text": note.text,
        "at": note.at,
        "changed_at": note.changed_at,
    }
