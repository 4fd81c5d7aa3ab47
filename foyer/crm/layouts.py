"""How the fields of a record are laid out: sections by module, until somebody changes them (E16)."""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.crm.fields.rights import shown_fields
from foyer.crm.fields.types import Field
from foyer.crm.models import Layout
from foyer.crm.types import ModuleName
from foyer.team.models import User

Spec = tuple[str, Any, tuple[str, ...]]
_l = gettext_lazy
_ADDRESS: Spec = ("address", _l("Address"), ("street", "postal_code", "city", "region", "country"))
_COMPANY = ("website", "industry", "employees", "annual_revenue")
_RECORD: Spec = ("record", _l("Record"), ("source", "owner", "created_at", "created_by", "changed_at"))
STANDARD: dict[ModuleName, tuple[Spec, ...]] = {
    "lead": (
        ("main", _l("Details"), ("salutation", "first_name", "last_name", "company", "job_title", "status")),
        ("company", _l("Company"), _COMPANY),
        _ADDRESS,
        ("about", _l("Description"), ("description",)),
        _RECORD,
    ),
    "contact": (
        ("main", _l("Details"), ("salutation", "first_name", "last_name", "account", "job_title", "department")),
        _ADDRESS,
        ("about", _l("Description"), ("birthday", "description")),
        _RECORD,
    ),
    "account": (
        ("main", _l("Details"), ("name", "kind", *_COMPANY, "parent")),
        _ADDRESS,
        ("about", _l("Description"), ("description",)),
        _RECORD,
    ),
    "deal": (
        ("main", _l("Details"), ("name", "account", "contact", "amount", "stage", "probability", "close_date")),
        ("end", _l("Closing"), ("closed_at", "lost_reason")),
        ("about", _l("Description"), ("description",)),
        _RECORD,
    ),
    "activity": (
        ("main", _l("Details"), ("kind", "subject", "due_at", "ends_at", "priority", "place", "owner")),
        ("about", _l("Description"), ("text", "done_at", "outcome")),
        ("record", _l("Record"), ("created_at", "created_by", "changed_at")),
    ),
}
"""By module: key, title and fields of each section. E-mails, phones and tags have places of their own on the page."""
ELSEWHERE = frozenset({"emails", "phones", "tags"})


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """Some fields under one title."""

    key: str
    title: str
    fields: tuple[Field, ...]


def layout_of(module: ModuleName, user: User) -> list[Section]:
    """The sections with the fields that the user may see; what stands in none comes last. Two queries (F191, E25)."""
    return laid_out(module, shown_fields(user, module))


def laid_out(module: ModuleName, fields: Mapping[str, Field]) -> list[Section]:
    """These fields in the sections of the module; one query."""
    row = Layout.objects.filter(module=module).first()
    specs = list(_stored(row.sections)) if row else [(key, str(title), keys) for key, title, keys in STANDARD[module]]
    placed = {key for _key, _title, keys in specs for key in keys} | ELSEWHERE
    rest = tuple(key for key in fields if key not in placed)
    sections = [
        Section(key, title, tuple(fields[name] for name in names if name in fields and name not in ELSEWHERE))
        for key, title, names in (*specs, ("more", _("More fields"), rest))
    ]
    return [section for section in sections if section.fields]


def _stored(sections: Iterable[Mapping[str, Any]]) -> Iterable[Spec]:
    """Sections as an administrator laid them: `[{"title": "…", "fields": ["first_name", …]}, …]`."""
    for place, section in enumerate(sections):
        yield f"s{place}", str(section.get("title", "")), tuple(map(str, section.get("fields", ())))
