"""How the fields of a record are laid out: sections by module, until somebody changes them (E16)."""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.crm.fields.types import Field
from foyer.crm.models import Layout
from foyer.crm.types import ModuleName
from foyer.events.kept import kept

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
HIDDEN = "hidden"
"""Names the stored row of fields that are off the page; they stay in lists, filters and the API."""


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """Some fields under one title."""

    key: str
    title: str
    fields: tuple[Field, ...]


def laid_out(module: ModuleName, fields: Mapping[str, Field]) -> list[Section]:
    """These fields in the sections of the module."""
    row = stored_layout(module)
    specs = specs_of(module, row)
    placed = {key for _key, _title, keys in specs for key in keys} | ELSEWHERE | hidden_in(row)
    rest = tuple(key for key in fields if key not in placed)
    sections = [
        Section(key, title, tuple(fields[name] for name in names if name in fields and name not in ELSEWHERE))
        for key, title, names in (*specs, ("more", _("More fields"), rest))
    ]
    return [section for section in sections if section.fields]


@kept
def stored_layout(module: ModuleName) -> Layout | None:
    """What an administrator laid; kept in memory until it is changed."""
    return Layout.objects.filter(module=module).first()


def specs_of(module: ModuleName, row: Layout | None) -> list[Spec]:
    """The sections of a stored layout, or those from the start."""
    if row is None:
        return [(key, str(title), keys) for key, title, keys in STANDARD[module]]
    return list(_stored(module, row.sections))


def hidden_in(row: Layout | None) -> frozenset[str]:
    """The fields that an administrator took off the page."""
    return frozenset(str(key) for part in (row.sections if row else ()) for key in part.get(HIDDEN, ()))


def _stored(module: ModuleName, sections: Iterable[Mapping[str, Any]]) -> Iterable[Spec]:
    """Sections as an administrator laid them: `[{"title": "…", "key": "main", "fields": ["first_name", …]}, …]`."""
    titles = {key: str(title) for key, title, _fields in STANDARD[module]}
    for place, section in enumerate(sections):
        if HIDDEN not in section:
            title = titles.get(section.get("key", ""), str(section.get("title", "")))
            yield f"s{place}", title, tuple(map(str, section.get("fields", ())))
