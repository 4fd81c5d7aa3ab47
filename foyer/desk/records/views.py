"""The record page and its parts. `module` in every path says of which module."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foyer.conversations.queries import conversation_for
from foyer.crm.actions import Invalid, change_record, write_note
from foyer.crm.merges import kept_instead
from foyer.crm.types import ModuleName
from foyer.desk.access import or_404, signed_in
from foyer.desk.records.answers import answer, changed, feed_context, head_context, page_context
from foyer.desk.records.details import details_of, is_open, may_assign
from foyer.desk.records.reading import record_open, record_seen
from foyer.desk.records.transcripts import transcripts_of
from foyer.lib.text import id_from
from foyer.team.queries import active_users
from foyer.team.types import Refusal

STEPS = {"lead": "status", "deal": "stage"}
"""By module: the field that says how far a record is."""


@require_safe
def record(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponse:
    """The record page."""
    subject = record_seen(request, module, record_id)
    if kept := kept_instead(subject):
        messages.info(request, _("%(name)s was merged into this record.") % {"name": subject.name or _("No name")})
        return redirect(module, record_id=kept.pk)
    return render(request, "desk/records/record.jinja", page_context(request, subject))


@require_safe
def head(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponse:
    """The head again, when presence changed (D20)."""
    subject = record_seen(request, module, record_id)
    return render(request, "desk/records/head.jinja", head_context(request, subject))


@require_safe
def details(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponse:
    """The details again, when an administrator changed fields or layout (F191)."""
    subject, user = record_seen(request, module, record_id), signed_in(request)
    shown = {"details": details_of(subject, user), "may_edit": is_open(user, subject)}
    return render(request, "desk/records/details.jinja", {**shown, "subject": subject, "module": module})


@require_safe
def feed(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponse:
    """A part of the feed (F176)."""
    subject = record_seen(request, module, record_id)
    return render(request, "desk/records/feed.jinja", feed_context(request, subject))


@require_POST
def notes(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponse:
    """Writes a note; what was typed is kept when it is refused."""
    subject = record_seen(request, module, record_id)
    try:
        write_note(subject, signed_in(request), request.POST.get("text", ""))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return answer(request, subject, "desk/records/written.jinja", feed_context(request, subject))


@require_POST
def step(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponse:
    """How far a lead or a deal is: its status, its stage."""
    record_seen(request, module, record_id)
    if module not in STEPS:
        raise Http404
    subject = record_open(request, module, record_id, STEPS[module])
    try:
        change_record(subject, signed_in(request), {STEPS[module]: request.POST.get("step", "")})
    except Invalid as invalid:
        raise BadRequest from invalid
    messages.success(request, _("Saved"))
    return changed(request, subject)


@require_POST
def owner(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponse:
    """Gives the record to somebody; those who may not are told nothing more than that."""
    user, wanted = signed_in(request), request.POST.get("owner", "")
    subject = record_seen(request, module, record_id)
    if not may_assign(user, subject):
        raise Http404
    wanted_id = id_from(wanted)
    chosen = get_object_or_404(active_users(), pk=wanted_id) if wanted_id is not None else None
    change_record(subject, user, {"owner": chosen.pk if chosen else None})
    messages.success(request, _("Saved"))
    return changed(request, subject)


@require_safe
def transcript(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The lines of a chat, opened in place (F173, F174)."""
    chat = or_404(conversation_for, signed_in(request), conversation_id)
    return render(request, "desk/records/lines.jinja", {"chat": transcripts_of([chat])[0]})
