"""The rows of a list with their cells, for all rows at once: a fixed number of queries."""

import dataclasses
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from foyer.crm.access import may
from foyer.crm.activities import subjects_of
from foyer.crm.fields.types import Field, Kind
from foyer.crm.handles import first_value
from foyer.crm.lists.page import Page
from foyer.crm.models import Activity, Contact, Deal, Lead
from foyer.crm.modules import MODULES
from foyer.crm.naming import Naming
from foyer.desk.lists.asked import Asked
from foyer.desk.lists.drawing import beside, choosing, content, naming, td, tr
from foyer.desk.live.here import people_here
from foyer.desk.records.values import Shown, shown_rows
from foyer.identity.models import Identifier
from foyer.identity.types import KnownIdentifier
from foyer.lib.phones import phone_for_people
from foyer.presence.board import board
from foyer.team.models import User
from foyer.team.rights import rights_of

OUTSIDE = {Kind.EMAILS, Kind.PHONES, Kind.TAGS}
NUMBERS = {Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.FORMULA}
ACTS = {"status", "amount", "due_at"}


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """What all cells of a column have in common. `may_change`: where the user may change the row as well."""

    field: Field
    look: str
    may_change: bool


class Cell(NamedTuple):
    """A value in a column. `address` is where its control is, when a click turns it into one."""

    column: Column
    row_id: int
    shown: Shown
    address: str

    @property
    def html(self) -> str:
        """As HTML."""
        field = self.column.field
        inner = content(field.key, field.kind, self.shown)
        return td(f"c-{self.row_id}-{field.key}", self.column.look, self.shown, inner, self.address)

    @property
    def drawn(self) -> Markup:
        """The same for a template."""
        return Markup(self.html)  # noqa: S704  escaped in drawing.py


class _Words(NamedTuple):
    """What all rows say, asked for once."""

    select: str
    here: str


def rows_of(asked: Asked, page: Page) -> list[Markup]:
    """The rows of a page, drawn."""
    if not page.rows:
        return []
    columns = [_column(asked, asked.fields[key], place) for place, key in enumerate(asked.columns)]
    plain = [column.field for column in columns if column.field.kind not in OUTSIDE]
    shown = shown_rows(page.rows, plain, asked.user)
    here = _here(page.rows, asked.user)
    abouts = _abouts(asked.user, page.rows) if asked.module == "activity" else {}
    list_url, words = reverse(MODULES[asked.module].plural), _Words(_("Select %(name)s"), _("On the website now"))
    called = Naming(asked.user, asked.module)
    names = [called.name(row, _known(page, row)) or _("No name") for row in page.rows]
    return [
        _row(name, row, _cells(asked, page, row, columns, values, list_url), here, abouts, list_url, words)
        for name, row, values in zip(names, page.rows, shown, strict=True)
    ]


def cell_of(asked: Asked, record: Any, field: Field, page: Page) -> Cell:
    """One cell again, after a change."""
    shown = {} if field.kind in OUTSIDE else shown_rows([record], [field], asked.user)[0]
    return _cells(asked, page, record, [_column(asked, field)], shown, reverse(MODULES[asked.module].plural))[0]


def _column(asked: Asked, field: Field, place: int | None = None) -> Column:
    """On a phone a row shows of its cells only the first and the one that tells how far it is."""
    on_phone = "two " if place == 0 else "act " if place and field.key in ACTS else ""
    writes = field.is_writable and rights_of(asked.user).field(asked.module, field.key) == "write"
    may_change = writes and asked.module != "activity" and field.kind not in OUTSIDE
    return Column(field, f"{on_phone}{'num' if field.kind in NUMBERS else 'f-2'}", may_change)


def _cells(
    asked: Asked, page: Page, row: Any, columns: Sequence[Column], shown: dict[str, Shown], list_url: str
) -> list[Cell]:
    may_change = any(column.may_change for column in columns) and may(asked.user, "edit", row)
    address = f"{list_url}{row.pk}/cells/"  # the route list_cell, of which there are too many to ask for each
    return [
        Cell(
            column,
            row.pk,
            shown[column.field.key] if column.field.key in shown else _beside(column.field, page, row),
            f"{address}{column.field.key}/" if may_change and column.may_change else "",
        )
        for column in columns
    ]


def _row(
    name: str, row: Any, cells: list[Cell], here: set[int], abouts: dict[int, str], list_url: str, words: _Words
) -> Markup:
    is_person = isinstance(row, Lead | Contact)
    about = abouts.get(row.actor_id or 0, "")
    person, online = row.actor_id if is_person else None, row.actor_id in here
    named = naming(name, f"{list_url}{row.pk}/", words.here, person, faced=is_person, online=online, about=about)
    chosen = choosing(row.pk, words.select % {"name": name})
    return tr([chosen, named, *[cell.html for cell in cells]], is_done=bool(getattr(row, "done_at", None)))


def _abouts(user: User, rows: Sequence[Any]) -> dict[int, str]:
    """By actor: what an activity is about, as HTML."""
    found = subjects_of(user, [row.actor_id for row in rows])
    return {actor: beside(subject.name, subject.address) for actor, subject in found.items()}


def _beside(field: Field, page: Page, row: Any) -> Shown:
    """What is no column of the row itself: tags, addresses, numbers."""
    if field.kind == Kind.TAGS:
        tags = tuple(page.tags.get(row.actor_id, ()))
        return Shown(", ".join(tags), tags=tags)
    return Shown(_reach(field, _known(page, row)))


def _reach(field: Field, known: list[KnownIdentifier]) -> str:
    kind = Identifier.Kind.EMAIL if field.kind == Kind.EMAILS else Identifier.Kind.PHONE
    value = first_value(known, kind)
    return phone_for_people(value) if value and field.kind == Kind.PHONES else value


def _known(page: Page, row: Any) -> list[KnownIdentifier]:
    return page.identifiers.get(row.actor_id, [])


def _here(rows: Sequence[Any], user: User) -> set[int]:
    """The actors of those whose green dot is on (F110); of a deal it is its contact's."""
    if not board.actors_here():
        return set()
    of_row = _people(rows)
    found = people_here(user, [actor for actor in of_row.values() if actor])
    return {actor for actor, person in of_row.items() if person in found}


def _people(rows: Sequence[Any]) -> dict[int, int | None]:
    """By actor of a row: the actor of the person."""
    contacts = {row.contact_id for row in rows if isinstance(row, Deal) and row.contact_id}
    actors = dict(Contact.objects.filter(pk__in=contacts).values_list("pk", "actor")) if contacts else {}
    return {row.actor_id: _person(row, actors) for row in rows}


def _person(row: Any, contacts: dict[int, int]) -> int | None:
    if isinstance(row, Deal):
        return contacts.get(row.contact_id or 0)
    return None if isinstance(row, Activity) else int(row.actor_id)
