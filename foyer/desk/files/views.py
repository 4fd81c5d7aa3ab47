"""Files on records and visits: uploading, listing, taking, looking at. What is sent is never run here (T17)."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foyer.crm.access import may
from foyer.crm.actions.files import attach_file, attach_visit_file, delete_file, restore_file
from foyer.crm.attached import file_for
from foyer.crm.models import Attachment
from foyer.crm.modules import module_name
from foyer.desk.access import or_404, signed_in
from foyer.desk.activities.about import record_seen
from foyer.desk.activities.answers import told
from foyer.desk.files.shown import file_shown, files_shown, visit_files
from foyer.identity.queries import actors_of
from foyer.lib.media import PDF, UNKNOWN, media_type_of
from foyer.lib.sealed import SEALED, sealed_file
from foyer.lib.storage import PREVIEW, kept_path
from foyer.team.models import User
from foyer.team.types import Refusal
from foyer.visits.queries import ref_of, visit_for

SEALED_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""Browsers show no PDF in a sandbox; theirs is a program of its own without access to this page."""
WEBP = "image/webp"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def of_record(request: HttpRequest, module: str, record_id: int) -> HttpResponse:
    """The files of a record; POST puts some on it."""
    user = signed_in(request)
    record = record_seen(user, module, record_id)
    if request.method == "POST":
        _attach(request, partial(attach_file, record))
        if not request.headers.get("HX-Request"):
            return redirect(f"/{module}s/{record_id}/")
    context = {
        "files": files_shown(user, record.actor_id, actors_of(record.actor_id)),
        "path": reverse("files_of", kwargs={"module": module_name(record), "record_id": record.pk}),
        "actor_id": record.actor_id,
        "may_attach": may(user, "edit", record),
        "limit_mb": settings.MAX_FILE_MB,
    }
    return render(request, "desk/files/files.jinja", context)


@get_or_post
def of_visit(request: HttpRequest, visit_id: int) -> HttpResponse:
    """The files of a visit; POST puts some on it (F33)."""
    user = signed_in(request)
    visit = or_404(visit_for, user, visit_id)
    if request.method == "POST":
        _attach(request, partial(attach_visit_file, ref_of(visit)))
        if not request.headers.get("HX-Request"):
            return redirect("visit", visit_id=visit_id)
    return render(request, "desk/files/files.jinja", visit_files(user, visit))


@require_safe
def download(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """The file as it came, to be saved: never shown by the browser."""
    found = _file(request, file_id)
    return sent_file(found.stored, found.media_type or UNKNOWN, found.name, as_attachment=True)


@require_safe
def preview(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """A picture made anew from the file, or a PDF that still is one by its content."""
    found = _file(request, file_id)
    if found.media_type == PDF:
        if media_type_of(_path(found.stored)) != PDF:
            raise Http404
        return sent_file(found.stored, PDF, found.name, policy=SEALED_PDF)
    return sent_file(found.stored + PREVIEW, WEBP, f"{found.name}.webp")


@require_safe
def look(request: HttpRequest, file_id: int) -> HttpResponse:
    """The picture in a dialog."""
    shown = file_shown(signed_in(request), _file(request, file_id))
    if shown.look != "picture":
        raise Http404
    fragment = "desk/files/look.jinja" if request.headers.get("HX-Request") else "desk/files/look_alone.jinja"
    return render(request, fragment, {"row": shown})


@require_POST
def deletion(request: HttpRequest, file_id: int) -> HttpResponse:
    """Takes a file off its record, or brings it back."""
    user = signed_in(request)
    found = or_404(file_for, user, file_id)
    events = ("foyer:files", "foyer:record")
    if request.POST.get("deleted") == "0":
        restore_file(found, user)
        return told(request, _("%(name)s is back") % {"name": found.name}, events=events)
    delete_file(found, user)
    sentence = _("%(name)s was deleted") % {"name": found.name}
    return told(request, sentence, undo=request.path, fields={"deleted": "0"}, events=events)


def _file(request: HttpRequest, file_id: int) -> Attachment:
    """A file that is there for the user; one that was deleted is not, until it is brought back."""
    found = or_404(file_for, signed_in(request), file_id)
    if found.gone_at is not None:
        raise Http404
    return found


def _attach(request: HttpRequest, attach: Callable[[User, str, Iterable[bytes]], Attachment]) -> None:
    for sent in request.FILES.getlist("file"):
        try:
            attach(signed_in(request), sent.name or "", sent.chunks())
        except Refusal as refusal:
            messages.error(request, refusal.sentence)


def sent_file(
    stored: str, media_type: str, name: str, *, as_attachment: bool = False, policy: str = SEALED
) -> HttpResponseBase:
    """A kept file, sealed. 404 when it is not there."""
    return sealed_file(_path(stored), media_type, name, as_attachment=as_attachment, policy=policy)


def _path(stored: str) -> Path:
    path = kept_path(settings.FILES, stored)
    if path is None:
        raise Http404
    return path
