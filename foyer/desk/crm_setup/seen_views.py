"""Setup > CRM > Fields > Fields seen: what websites tell of visits, and which of it has a field (F53)."""

import dataclasses
import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foyer.crm.fields.registry import custom_fields
from foyer.crm.fields.types import Kind
from foyer.desk.access import administrators_only, signed_in
from foyer.desk.crm_setup.rows import KINDS
from foyer.visits.models import SeenField
from foyer.visits.seen import MAX_SEEN, fields_seen
from foyer.visits.told import folded_label, text_of

EXAMPLE = 'foyer("set", { plan: "Pro", size: 12 });'


@dataclasses.dataclass(frozen=True, slots=True)
class SeenRow:
    """A name that was told, what was told last under it, and the field that shows it."""

    label: str
    example: str
    visit_id: int | None
    kind_key: str
    kind: Any
    portal: str
    seen_at: dt.datetime
    field_key: str


@administrators_only
@require_safe
def fields_seen_page(request: HttpRequest) -> HttpResponse:
    """All fields that the capture side has seen; two queries beside those of every page."""
    keys = {folded_label(field.label): field.key for field in custom_fields("visit").values()}
    rows = [_row(row, keys.get(row.name, "")) for row in fields_seen(signed_in(request))]
    return render(request, "desk/crm_setup/seen.jinja", {"rows": rows, "most": MAX_SEEN, "example": EXAMPLE})


def _row(row: SeenField, field_key: str) -> SeenRow:
    told = (row.visit.page_data or {}).get(row.name) if row.visit else None
    return SeenRow(
        label=row.label,
        example=text_of(told[1]) if told else "",
        visit_id=row.visit_id,
        kind_key=row.kind,
        kind=KINDS[Kind(row.kind)],
        portal=row.portal.name,
        seen_at=row.seen_at,
        field_key=field_key,
    )
