"""Deleting records, the recycle bin, and taking records out of it (E16)."""

import dataclasses
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from foyer.crm.access import all_visible, may, modules_seen
from foyer.crm.actions import delete_record, restore_record
from foyer.crm.cursor import Cursor, cursor_from
from foyer.crm.models import Activity, Attachment, Contact, Deal, Gone, Note
from foyer.crm.modules import MODULES, RECORDS, AnyRecord
from foyer.crm.types import ModuleName
from foyer.desk.access import signed_in
from foyer.desk.records.reading import record_seen
from foyer.events.models import Event
from foyer.team.models import User
from foyer.team.rights import rights_of

PAGE = 50
KEPT_DAYS = 60
"""How long a record stays in the recycle bin at least. Nothing is taken out by itself yet."""


@dataclasses.dataclass(frozen=True, slots=True)
class Binned:
    """A record in the recycle bin, and who put it there."""

    record: AnyRecord
    who: str


@require_http_methods(["GET", "HEAD", "POST"])
def deletion(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponse:
    """What goes into the bin with the record, and putting it there. It can be undone at once, and later in the bin."""
    subject, user = record_seen(request, module, record_id), signed_in(request)
    if subject.gone or not may(user, "delete", subject):
        raise PermissionDenied
    if request.method != "POST":
        fragment = "_dialog" if request.headers.get("HX-Request") else ""
        context = {"subject": subject, "module": module, "stays": _stays(subject)}
        return render(request, f"desk/records/delete{fragment}.jinja", context)
    delete_record(subject, user)
    undo = reverse("record_restoration", kwargs={"module": module, "record_id": record_id})
    words = {"name": subject.name or _("No name")}
    messages.success(request, _("%(name)s lies in the recycle bin.") % words, extra_tags=undo)
    return redirect(f"/{MODULES[module].plural}/")


@require_POST
def restoration(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponse:
    """Takes a record out of the bin."""
    subject = record_seen(request, module, record_id)
    if subject.gone not in {"", Gone.DELETED}:
        raise PermissionDenied
    restore_record(subject, signed_in(request))
    messages.success(request, _("Restored"))
    return redirect(module, record_id=record_id)


@require_safe
def recycle_bin(request: HttpRequest) -> HttpResponse:
    """What was deleted, a module at a time, the newest first."""
    user = signed_in(request)
    seen = modules_seen(user, RECORDS)
    wanted = request.GET.get("module", "")
    module = next((name for name in seen if name == wanted), seen[0] if seen else None)
    if module is None:
        raise Http404
    rows, older = _page(module, user, request.GET.get("before", ""))
    context: dict[str, Any] = {
        "module": module,
        "modules": [MODULES[name] for name in seen],
        "rows": rows,
        "older": older,
        "may_restore": rights_of(user).may(module, "delete"),
        "kept_days": KEPT_DAYS,
    }
    return render(request, "desk/records/bin.jinja", context)


def _page(module: ModuleName, user: User, before: str) -> tuple[list[Binned], str]:
    """A page of the bin; two queries."""
    found = all_visible(module, user).filter(gone=Gone.DELETED).select_related("owner")
    start = cursor_from(before)
    if start:
        found = found.filter(start.older("gone_at"))
    rows = list(found.order_by("-gone_at", "-pk")[: PAGE + 1])
    shown = rows[:PAGE]
    events = Event.objects.filter(kind="RecordDeleted", actor__in=[row.actor_id for row in shown])
    who = {
        event.actor_id: event.user.name if event.user else "" for event in events.select_related("user").order_by("pk")
    }
    older = Cursor(shown[-1].gone_at, shown[-1].pk).text() if len(rows) > PAGE else ""
    return [Binned(row, who.get(row.actor_id) or "") for row in shown], older


def _stays(subject: AnyRecord) -> dict[str, int]:
    """What hangs on the record: it goes and comes back with it."""
    return {
        "notes": Note.objects.filter(actor=subject.actor_id, gone_at=None).count(),
        "activities": Activity.objects.filter(actor=subject.actor_id, gone_at=None).count(),
        "files": Attachment.objects.filter(actor=subject.actor_id, gone_at=None).count(),
        "deals": Deal.objects.filter(**{_LINK[type(subject)]: subject}, gone_at=None).count()
        if type(subject) in _LINK
        else 0,
    }


_LINK: dict[type, str] = {Contact: "contact", MODULES["account"].model: "account"}
