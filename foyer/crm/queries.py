"""Questions about leads, contacts and their deals, each in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple, cast

from django.db.models import Q, QuerySet

from foyer.crm.access import card_for, record_for, visible
from foyer.crm.cursor import Cursor, cursor_from
from foyer.crm.handles import identifiers_of_people
from foyer.crm.kinds import KINDS, ON_ACTORS, Sale, revenue, verdict
from foyer.crm.models import Contact, Deal, Lead
from foyer.crm.models.people import full_name
from foyer.crm.modules import MODULES
from foyer.crm.types import Module, Page, PersonCard, PersonKind, PersonRow
from foyer.identity.models import Actor, Identifier
from foyer.identity.queries import actors_of, profiles_of
from foyer.identity.types import KnownIdentifier
from foyer.lib.prepared import prepared
from foyer.team.models import User
from foyer.team.queries import organisation

PRECEDENCE: tuple[Module, ...] = ("contact", "lead")
_RELATED: dict[Module, tuple[str, ...]] = {"lead": ("actor", "owner"), "contact": ("actor", "owner", "account")}
_COMPANY: dict[Module, str] = {"lead": "company", "contact": "account__name"}
MAX_PAGE = 200
MAX_SEARCH = 100
MODELS: dict[Module, type[Lead] | type[Contact]] = {"lead": Lead, "contact": Contact}


def people_of(actor_ids: Collection[int]) -> dict[int, PersonCard]:
    """Who these actors are for the CRM: four queries for any number. Unknown visitors are not in it (D9)."""
    profiles = profiles_of(actor_ids)
    records = _records_of(set(profiles.values()))
    sales = _sales_of([record.id for found in records.values() for record in found if record.module == "contact"])
    cards = {profile: _card(found, sales) for profile, found in records.items()}
    return {actor: cards[profile] for actor, profile in profiles.items() if profile in cards}


def person_of(actor_id: int) -> PersonCard | None:
    """Who one actor is for the CRM."""
    return people_of([actor_id]).get(actor_id)


def cards_for(user: User, actor_ids: Collection[int]) -> dict[int, PersonCard]:
    """The same as the user may know them (T7)."""
    return {actor: card_for(user, card) for actor, card in people_of(actor_ids).items()}


def card_of(user: User, actor_id: int) -> PersonCard | None:
    """The same of one actor."""
    return cards_for(user, [actor_id]).get(actor_id)


def persons_page(
    module: Module, user: User, cursor: str | None = None, limit: int = 50, search: str = ""
) -> Page[PersonRow]:
    """Leads or contacts, the newest first, with owner and first e-mail and phone: three queries a page, any page."""
    found = _visible(module, user).filter(_matches(module, search)).select_related(*_RELATED[module])
    start = cursor_from(cursor)
    if start:
        found = found.filter(start.older("created_at"))
    limit = max(1, min(limit, MAX_PAGE))
    people = list(found.order_by("-created_at", "-pk")[: limit + 1])
    shown = people[:limit]
    known = identifiers_of_people({person.actor.profile_id or person.actor_id for person in shown})
    rows = [_row(module, person, known.get(person.actor.profile_id or person.actor_id, [])) for person in shown]
    more = len(people) > limit
    return Page(rows, Cursor(shown[-1].created_at, shown[-1].pk).text() if more else None)


def person_for(user: User, module: Module, person_id: int) -> Lead | Contact:
    """A record the user may see; DoesNotExist alike for what is not there and what may not be seen (T7)."""
    return cast("Lead | Contact", record_for(user, module, person_id))


def person_for_actor(actor_id: int) -> Lead | Contact | None:
    """The record of the actor's person: a contact before a lead, the oldest first; None for who is unknown (D3)."""
    actors = actors_of(actor_id)
    for module in PRECEDENCE:
        found = _all(module).filter(actor__in=actors).select_related(*_RELATED[module])
        if person := found.order_by("gone", "pk").first():
            return person
    return None


def profiles_of_kind(kind: PersonKind) -> "QuerySet[Actor, int | None]":
    """The profile ids of all persons of a kind, as a subquery: a person is of exactly one (D3)."""
    found = _profiles_with(ON_ACTORS[kind])
    for higher in KINDS[: KINDS.index(kind)]:
        found = found.exclude(profile__in=_profiles_with(ON_ACTORS[higher]))
    return found


def modules_of(profiles: Collection[int]) -> dict[int, Module]:
    """Who of these people is a contact, and who a lead that is no contact yet (D3); the unknown are not in it (D9).

    Two queries.
    """
    found: dict[int, Module] = {}
    for module in reversed(PRECEDENCE):
        theirs = _all(module).filter(actor__profile__in=profiles).order_by()
        found.update(dict.fromkeys(theirs.values_list("actor__profile", flat=True), module))
    return found


def _profiles_with(condition: Q) -> "QuerySet[Actor, int | None]":
    return Actor.objects.filter(condition).values_list("profile", flat=True)


def _visible(module: Module, user: User) -> "QuerySet[Lead | Contact]":
    return cast("QuerySet[Lead | Contact]", visible(module, user))


def _all(module: Module) -> "QuerySet[Lead | Contact]":
    return cast("QuerySet[Lead | Contact]", MODELS[module]._default_manager.exclude(gone="deleted"))


def _matches(module: Module, search: str) -> Q:
    """Each word must stand in one of the names, in the company or in the city."""
    condition = Q()
    for word in search[:MAX_SEARCH].replace("\x00", "").split():
        anywhere = Q()
        for path in MODULES[module].searched:
            anywhere |= Q(**{f"{path}__icontains": word})
        condition &= anywhere
    return condition


class _Who(NamedTuple):
    """What a card shows of a record: in whole rows of four tables, most of the time would go into all the rest (P5)."""

    module: Module
    id: int
    actor_id: int
    profile_id: int | None
    owner_id: int | None
    owner_name: str | None
    first_name: str
    last_name: str
    company: str | None


def _records_of(profiles: Collection[int]) -> dict[int, list[_Who]]:
    """The records of each profile: contacts before leads, the oldest first."""
    found: defaultdict[int, list[_Who]] = defaultdict(list)
    for module in PRECEDENCE:
        for row in _on_cards(tuple(profiles), module=module):
            person = _Who(module, *row)
            found[person.profile_id or person.actor_id].append(person)
    return found


@prepared
def _on_cards(profiles: Any, *, module: Module) -> QuerySet[Lead | Contact, tuple[Any, ...]]:
    people = _all(module).filter(actor__profile__in=profiles).order_by("gone", "pk")
    names = ("owner__name", "first_name", "last_name", _COMPANY[module])
    return people.values_list("pk", "actor", "actor__profile", "owner", *names)


def _sales_of(contact_ids: Collection[int]) -> dict[int, list[Sale]]:
    sales: defaultdict[int, list[Sale]] = defaultdict(list)
    for contact_id, *sale in _sales(tuple(contact_ids)):
        sales[contact_id or 0].append(Sale(*sale))
    return sales


@prepared
def _sales(contact_ids: Any) -> QuerySet[Deal, tuple[Any, ...]]:
    deals = Deal.objects.filter(contact__in=contact_ids, gone_at=None).order_by("-created_at", "-pk")
    return deals.values_list("contact_id", *Sale._fields)


def _card(records: list[_Who], sales: dict[int, list[Sale]]) -> PersonCard:
    person, *others = records
    theirs = [sale for record in records if record.module == "contact" for sale in sales.get(record.id, [])]
    house = organisation()
    kind, reason = verdict(person.module, theirs)
    return PersonCard(
        module=person.module,
        id=person.id,
        name=full_name(person.first_name, person.last_name),
        company=person.company or "",
        owner_id=person.owner_id,
        owner_name=person.owner_name or "",
        kind=kind,
        reason=reason,
        revenue=revenue(theirs, house.currency if house else ""),
        actor_id=person.actor_id,
        also=tuple((other.module, other.id) for other in others),
    )


def _row(module: Module, person: Lead | Contact, known: list[KnownIdentifier]) -> PersonRow:
    return PersonRow(
        module=module,
        id=person.pk,
        actor_id=person.actor_id,
        name=person.name,
        company=person.company,
        email=_first(known, Identifier.Kind.EMAIL),
        phone=_first(known, Identifier.Kind.PHONE),
        status=person.status if isinstance(person, Lead) else "",
        source=person.source,
        owner_id=person.owner_id,
        owner_name=person.owner.name if person.owner else "",
        created_at=person.created_at,
    )


def _first(known: list[KnownIdentifier], kind: str) -> str:
    return next((identifier.value for identifier in known if identifier.kind == kind), "")
