"""Visitors, leads, contacts and deals for the tests."""

import datetime as dt
from collections.abc import Collection
from decimal import Decimal

from foyer.crm.actions import create_person
from foyer.crm.actions.storing import insert
from foyer.crm.feeds import events_of
from foyer.crm.models import Contact, Deal, Lead
from foyer.crm.pipelines import stage_called
from foyer.crm.search.queries import records_part, seen_records
from foyer.events.models import Event
from foyer.identity.actions import browser_actor
from foyer.identity.models import Actor
from foyer.identity.queries import actors_of
from foyer.lib.search.find import find
from foyer.lib.search.sights import Hit
from foyer.portals.models import Portal
from foyer.team.models import User

MARCH = dt.datetime(2026, 3, 3, 10, tzinfo=dt.UTC)


def browser(shop: Portal, number: int = 1) -> Actor:
    """A browser that visits the shop."""
    return browser_actor(shop.pk, f"browser-{number:014d}")


def lead(name: str = "Vera Lang", **facts) -> Lead | Contact:
    """A lead."""
    first, _, last = name.partition(" ")
    return create_person("lead", first_name=first, last_name=last, **facts)


def contact(name: str = "Kim Noll", **facts) -> Lead | Contact:
    """A contact."""
    first, _, last = name.partition(" ")
    return create_person("contact", first_name=first, last_name=last, **facts)


def feed(person: Lead | Contact, kinds: Collection[str] = (), **how) -> list[Event]:
    """What happened with the person on all channels, the newest first."""
    return events_of(actors_of(person.actor_id), kinds or all_kinds(), **how)


def all_kinds() -> set[str]:
    """Of events that there are."""
    return set(Event.objects.values_list("kind", flat=True))


def deal(
    person: Lead | Contact, state: str, amount: str = "100", *, name: str = "Terrace furniture", currency: str = "EUR"
) -> Deal:
    """A deal of a contact, closed on 3 March 2026 when it is closed."""
    made = Deal(name=name, contact=person, amount=Decimal(amount), currency=currency, state=state)
    made.stage = stage_called("new" if state == Deal.State.OPEN else state)
    made.closed_at = None if state == Deal.State.OPEN else MARCH
    insert(made)
    return made


def found_records(user: User, query: str) -> list[Hit]:
    """What the palette lists of records."""
    return seen_records(user, query, find(query, records_part(user, query)))
