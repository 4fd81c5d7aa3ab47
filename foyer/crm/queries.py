"""Questions about leads, contacts and their deals, each in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple, cast

from django.db.models import Q, QuerySet

from foyer.crm.access import card_for
from foyer.crm.kinds import KINDS, ON_ACTORS, Sale, revenue, verdict
from foyer.crm.models import Contact, Deal, Lead
from foyer.crm.models.people import full_name
from foyer.crm.types import Module, PersonCard, PersonKind
from foyer.identity.models import Actor
from foyer.identity.queries import actors_of, profiles_of
from foyer.lib.prepared import prepared
from foyer.team.models import User
from foyer.team.queries import organisation

PRECEDENCE: tuple[Module, ...] = ("contact", "lead")
_RELATED: dict[Module, tuple[str, ...]] = {"lead": ("actor", "owner"), "contact": ("actor", "owner", "account")}
_COMPANY: dict[Module, str] = {"lead": "company", "contact": "account__name"}
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


def _all(module: Module) -> "QuerySet[Lead | Contact]":
    return cast("QuerySet[Lead | Contact]", MODELS[module]._default_manager.exclude(gone="deleted"))


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
