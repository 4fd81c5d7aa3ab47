"""The history of a record: who changed what, when, from what to what; an old value is brought back by a click (E31)."""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foyer.crm.actions import Invalid, change_record
from foyer.crm.feeds import events_of, feed_cursor
from foyer.crm.fields.types import Field
from foyer.crm.pipelines import stage_word
from foyer.crm.types import ModuleName
from foyer.desk.access import signed_in
from foyer.desk.records.details import changeable_fields
from foyer.desk.records.makers import who
from foyer.desk.records.materials import Materials, gathered
from foyer.desk.records.reading import record_seen
from foyer.events.models import Event

PAGE = 50
FIELDS = {"StatusChanged": "status", "OwnerChanged": "owner", "DealMoved": "stage", "TagsChanged": "tags"}
"""Events of one certain field; FieldChanged names its own."""
KINDS = (*FIELDS, "FieldChanged")


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One change."""

    event_id: int
    at: dt.datetime
    who: str
    field: Field
    old: str
    new: str
    may_restore: bool


@require_safe
def history(request: HttpRequest, module: ModuleName, record_id: int) -> HttpResponse:
    """All changes of all fields that the user may see, the newest first."""
    subject, user = record_seen(request, module, record_id), signed_in(request)
    events = events_of([subject.actor_id], KINDS, request.GET.get("before"), PAGE + 1)
    shown = events[:PAGE]
    materials = gathered(subject, user, shown, frozenset())
    rows = list(_rows(shown, materials, changeable_fields(user, subject)))
    older = feed_cursor(shown[-1]) if len(events) > PAGE else ""
    context = {"subject": subject, "module": module, "rows": rows, "older": older}
    return render(request, "desk/records/history.jinja", context)


@require_POST
def value(request: HttpRequest, module: ModuleName, record_id: int, event_id: int) -> HttpResponse:
    """Brings back what a field held before this change."""
    subject, user = record_seen(request, module, record_id), signed_in(request)
    event = get_object_or_404(Event, pk=event_id, actor=subject.actor_id, kind__in=KINDS)
    key = _key(event)
    if not _is_restorable(event):
        raise Http404
    if key not in changeable_fields(user, subject):
        raise PermissionDenied
    try:
        change_record(subject, user, {key: event.data["was"] if key == event.data.get("field") else event.data["old"]})
        messages.success(request, _("Restored"))
    except Invalid as invalid:
        messages.error(request, invalid.sentence)
    return redirect("record_history", module=module, record_id=record_id)


def _rows(events: list[Event], materials: Materials, changeable: Mapping[str, Field]) -> Iterator[Row]:
    for event in events:
        key = _key(event)
        if not materials.sees(event, key):
            continue
        old, new = (_text(event, side, materials) for side in ("old", "new"))
        may_restore = key in changeable and _is_restorable(event)
        field = materials.fields[event.data["module"]][key]
        yield Row(event.pk, event.at, who(event), field, old, new, may_restore)


def _key(event: Event) -> str:
    return FIELDS.get(event.kind) or str(event.data.get("field", ""))


def _is_restorable(event: Event) -> bool:
    """Tags are put on and taken off by hand; changes of before this version did not keep what was."""
    return event.kind != "TagsChanged" and (event.kind != "FieldChanged" or "was" in event.data)


def _text(event: Event, side: str, materials: Materials) -> str:
    if event.kind == "TagsChanged":
        return ", ".join(event.data.get("removed" if side == "old" else "added", ()))
    stored: Any = event.data.get(side)
    if event.kind == "StatusChanged":
        return materials.statuses.get(stored, str(stored))
    if event.kind == "OwnerChanged":
        found = materials.users.get(stored or 0)
        return found.name if found else ""
    if event.kind == "DealMoved":
        stage = materials.stages.get(stored or 0)
        return stage_word(stage) if stage else ""
    return str(stored or "")
