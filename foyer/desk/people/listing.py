"""The lists of leads and contacts: one code for both (F24-F27 for people, D20)."""

import dataclasses
import datetime as dt
from urllib.parse import urlencode

from django.db.models import Max
from django.http import HttpRequest

from foyer.crm.choices import words_of
from foyer.crm.queries import persons_page
from foyer.crm.types import Module, PersonRow
from foyer.desk.access import signed_in
from foyer.identity.models import Actor
from foyer.identity.queries import profiles_of
from foyer.lib.phones import phone_for_people
from foyer.presence.board import board
from foyer.visits.models import Visit

PAGE = 50
MAX_TRAIL = 60
"""So many pages back the Newer button knows its way; further on it leads to the newest."""


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A person as the list shows them."""

    person: PersonRow
    phone: str
    status: str
    online: bool
    last_visit: dt.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list."""

    module: Module
    rows: list[Row]
    search: str
    newer_url: str
    older_url: str


def listing(request: HttpRequest, module: Module) -> Listing:
    """The page the address asks for."""
    search, cursor = request.GET.get("q", "").strip()[:100], request.GET.get("cursor", "")
    trail = [text for text in request.GET.get("back", "").split(".") if text][-MAX_TRAIL:]
    page = persons_page(module, signed_in(request), cursor or None, PAGE, search)
    return Listing(
        module=module,
        rows=_rows(page.items),
        search=search,
        newer_url=_address(search, trail[-1] if trail else "", trail[:-1]) if cursor else "",
        older_url=_address(search, page.next_cursor, [*trail, cursor] if cursor else []) if page.next_cursor else "",
    )


def _address(search: str, cursor: str, trail: list[str]) -> str:
    return "?" + urlencode(
        {name: text for name, text in (("q", search), ("cursor", cursor), ("back", ".".join(trail))) if text}
    )


def _rows(people: list[PersonRow]) -> list[Row]:
    profiles = profiles_of([person.actor_id for person in people])
    seen, here = _last_visits(set(profiles.values())), _profiles_here(set(profiles.values()))
    statuses = words_of("lead_status")
    return [_row(person, profiles[person.actor_id], statuses, seen, here) for person in people]


def _row(
    person: PersonRow, profile: int, statuses: dict[str, str], seen: dict[int, dt.datetime], here: set[int | None]
) -> Row:
    phone = phone_for_people(person.phone) if person.phone else ""
    status = statuses.get(person.status, person.status) if person.status else ""
    return Row(person, phone, status, profile in here, seen.get(profile))


def _last_visits(profiles: set[int]) -> dict[int, dt.datetime]:
    visits = Visit.objects.filter(actor__profile__in=profiles).order_by().values_list("actor__profile")
    return dict(visits.annotate(Max("ended")))


def _profiles_here(profiles: set[int]) -> set[int | None]:
    """Whose green dot is on (F110)."""
    here = board.actors_here()
    actors = Actor.objects.filter(profile__in=profiles).values_list("pk", "profile")
    return {profile for actor, profile in actors if actor in here}
