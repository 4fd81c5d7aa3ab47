"""The rows of a list with their cells, for all rows at once: a fixed number of queries."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from foyer.crm.access import may
from foyer.crm.activities import subjects_of
from foyer.crm.fields.types import Field, Kind
from foyer.crm.lists.page import Page
from foyer.crm.models import Activity, Deal
from foyer.crm.modules import MODULES
from foyer.desk.lists.asked import Asked
from foyer.desk.records.values import Shown, shown_rows
from foyer.identity.models import Actor, Identifier
from foyer.identity.types import KnownIdentifier
from foyer.lib.phones import phone_for_people
from foyer.presence.board import board
from foyer.team.rights import rights_of

OUTSIDE = {Kind.EMAILS, Kind.PHONES, Kind.TAGS}
NUMBERS = {Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.FORMULA}


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """A value in a column. `may_change` when a click turns it into a control."""

    field: Field
    shown: Shown
    may_change: bool

    @property
    def is_number(self) -> bool:
        """Numbers stand at the right."""
        return self.field.kind in NUMBERS


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A record in the list."""

    id: int
    name: str
    face: str
    url: str
    online: bool
    cells: list[Cell]
    is_done: bool = False
    about: str = ""
    about_url: str = ""


def rows_of(asked: Asked, page: Page) -> list[Row]:
    """The rows of a page."""
    if not page.rows:
        return []
    fields = [asked.fields[key] for key in asked.columns]
    plain = shown_rows(page.rows, [field for field in fields if field.kind not in OUTSIDE], asked.user)
    here = _here(page.rows)
    subjects = subjects_of(asked.user, [row.actor_id for row in page.rows]) if asked.module == "activity" else {}
    return [_row(asked, page, row, fields, shown, here, subjects) for row, shown in zip(page.rows, plain, strict=True)]


def cell_of(asked: Asked, record: Any, field: Field, page: Page) -> Cell:
    """One cell again, after a change."""
    shown = {} if field.kind in OUTSIDE else shown_rows([record], [field], asked.user)[0]
    return _cell(asked, page, record, field, shown)


def _row(
    asked: Asked,
    page: Page,
    row: Any,
    fields: Sequence[Field],
    shown: dict[str, Shown],
    here: set[int],
    subjects: dict[int, Any],
) -> Row:
    subject = subjects.get(row.actor_id or 0) if isinstance(row, Activity) else None
    return Row(
        id=row.pk,
        name=_name(row, page),
        face=_name(row, page) if asked.module in {"lead", "contact"} else "",
        url=f"{reverse(MODULES[asked.module].plural)}{row.pk}/",
        online=row.actor_id in here,
        cells=[_cell(asked, page, row, field, shown) for field in fields],
        is_done=bool(getattr(row, "done_at", None)),
        about=subject.name if subject else "",
        about_url=reverse(subject.module, args=[subject.id]) if subject else "",
    )


def _cell(asked: Asked, page: Page, row: Any, field: Field, shown: dict[str, Shown]) -> Cell:
    if field.kind == Kind.TAGS:
        tags = tuple(page.tags.get(row.actor_id, ()))
        return Cell(field, Shown(", ".join(tags), tags=tags), may_change=False)
    if field.kind in OUTSIDE:
        return Cell(field, Shown(_reach(field, _known(page, row))), may_change=False)
    changeable = (
        field.is_writable
        and asked.module != "activity"
        and rights_of(asked.user).field(asked.module, field.key) == "write"
        and may(asked.user, "edit", row)
    )
    return Cell(field, shown[field.key], changeable)


def _reach(field: Field, known: list[KnownIdentifier]) -> str:
    kind = Identifier.Kind.EMAIL if field.kind == Kind.EMAILS else Identifier.Kind.PHONE
    value = next((one.value for one in known if one.kind == kind), "")
    return phone_for_people(value) if value and field.kind == Kind.PHONES else value


def _known(page: Page, row: Any) -> list[KnownIdentifier]:
    return page.identifiers.get(row.actor.profile_id or row.actor_id, [])


def _name(row: Any, page: Page) -> str:
    if isinstance(row, Activity):
        return row.subject
    if row.name:
        return str(row.name)
    known = _known(page, row) if not isinstance(row, Deal) else []
    return next((one.value for one in known), "") or getattr(row, "company", "") or _("No name")


def _here(rows: Sequence[Any]) -> set[int]:
    """The actors of those whose green dot is on (F110); of a deal it is its contact's."""
    here = board.actors_here()
    if not here:
        return set()
    of_row = {row.actor_id: _person(row) for row in rows}
    people = [actor for actor in of_row.values() if actor]
    found = set(Actor.objects.filter(pk__in=people, profile__actors__in=here).values_list("pk", flat=True))
    return {actor for actor, person in of_row.items() if person in found}


def _person(row: Any) -> int | None:
    if isinstance(row, Deal):
        return row.contact.actor_id if row.contact else None
    return None if isinstance(row, Activity) else int(row.actor_id)
