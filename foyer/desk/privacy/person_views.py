"""Personal data of one person: what there is, a copy of it, and erasing it (B20, T40)."""

import tempfile
from typing import IO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from foyer.crm.models import Contact, Lead
from foyer.crm.types import ModuleName
from foyer.desk.access import administrators_only, signed_in
from foyer.desk.records.reading import record_seen
from foyer.privacy.erasing import ask_erasure
from foyer.privacy.exporting import export_person, titles
from foyer.privacy.models import Erasure
from foyer.privacy.person import belongings_of, counts, may_handle
from foyer.team.types import Refusal

IN_MEMORY = 20_000_000
NEWEST = 100


@require_safe
def person_privacy(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponse:
    """What is kept, and the two things that can be done with it."""
    subject = _person(request, module, record_id)
    return render(request, "desk/privacy/person.jinja", _context(subject, module))


@require_POST
def person_export(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponseBase:
    """The copy, as a file."""
    subject = _person(request, module, record_id)
    target: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  the response closes it
    try:
        export_person(subject, signed_in(request), target)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return FileResponse(
        target, as_attachment=True, filename=f"{module}-{record_id}.zip", content_type="application/zip"
    )


@require_POST
def person_erasure(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponse:
    """Erases, once the name is typed."""
    subject, user = _person(request, module, record_id), signed_in(request)
    try:
        made = ask_erasure(subject, user, request.POST.get("name", ""))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("person_privacy", module=module, record_id=record_id)
    return redirect("erasure", erasure_id=made.pk)


@require_safe
def erasure(request: HttpRequest, erasure_id: int) -> HttpResponse:
    """How far it is."""
    return render(request, "desk/privacy/erasure.jinja", {"erasure": _erasure(request, erasure_id), "titles": titles()})


@require_safe
def erasure_progress(request: HttpRequest, erasure_id: int) -> HttpResponse:
    """Only that; when it has ended, the page comes anew."""
    found = _erasure(request, erasure_id)
    response = render(request, "desk/privacy/erasure_progress.jinja", {"erasure": found})
    if found.ended_at:
        response["HX-Refresh"] = "true"
    return response


@administrators_only
@require_safe
def erasures(request: HttpRequest) -> HttpResponse:
    """That erasures took place: when, by whom, how much."""
    rows = list(Erasure.objects.select_related("user")[:NEWEST])
    return render(request, "desk/privacy/erasures.jinja", {"erasures": rows})


def _person(request: HttpRequest, module: ModuleName, record_id: int) -> Lead | Contact:
    subject = record_seen(request, module, record_id)
    if not isinstance(subject, Lead | Contact):
        raise Http404
    if not may_handle(signed_in(request), subject):
        raise PermissionDenied
    return subject


def _erasure(request: HttpRequest, erasure_id: int) -> Erasure:
    """One's own; administrators see all (T7)."""
    user = signed_in(request)
    seen = Erasure.objects.all() if user.is_administrator else Erasure.objects.filter(user=user)
    found = seen.filter(pk=erasure_id).first()
    if found is None:
        raise Http404
    return found


def _context(subject: Lead | Contact, module: ModuleName) -> dict[str, object]:
    theirs = belongings_of(subject)
    words, numbers = titles(), counts(theirs.rows())
    return {
        "subject": subject,
        "module": module,
        "kept": [(words[key], number) for key, number in numbers.items() if number],
        "records": theirs.records(),
        "to_type": subject.name or str(subject.pk),
    }
