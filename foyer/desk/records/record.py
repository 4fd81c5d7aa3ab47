"""The record page of a lead or contact: head, summary, what we know, related lists (F74-F83)."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from django.http import HttpRequest

from foyer.conversations.models import Conversation
from foyer.conversations.queries import conversations_of, number_of_chats
from foyer.crm.models import Contact, Deal, Lead
from foyer.crm.queries import deals_of, module_of, people_of
from foyer.crm.types import PersonCard
from foyer.desk.access import signed_in
from foyer.desk.records.scores import NOBODY, Scored, scores_of, why
from foyer.desk.records.words import medium_word, refusal_word, source_word, way_word
from foyer.desk.shell.context import chosen_portal, portals_seen
from foyer.identity.models import Identifier
from foyer.identity.queries import actors_of, identifiers_of
from foyer.identity.types import KnownIdentifier
from foyer.lib.phones import phone_for_people
from foyer.portals.models import Portal
from foyer.presence.board import Visitor, board
from foyer.team.models import User
from foyer.team.queries import active_users
from foyer.visits.models import Visit
from foyer.visits.queries import visits_of, visits_summary
from foyer.visits.types import VisitsSummary

VISITS_SHOWN = 8


@dataclasses.dataclass(frozen=True, slots=True)
class Head:
    """The record's head: who it is and where they are now."""

    person: Lead | Contact
    module: str
    card: PersonCard | None
    here: Visitor | None
    owners: Sequence[User]

    @property
    def duplicates(self) -> list[tuple[str, int]]:
        """Other records of the same person (D3)."""
        everything = [(self.card.module, self.card.id), *self.card.also] if self.card else []
        return [(module, pk) for module, pk in everything if (module, pk) != (self.module, self.person.pk)]


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """An identifier as the page shows it; `raw` is what a link needs."""

    id: int
    kind: str
    value: str
    raw: str
    level: int
    way: str
    standing: str
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """The right side: how we know them, and what hangs on the record."""

    identifiers: list[KnownIdentifier]
    sure: int
    browsers: int
    chats: list[Conversation]
    visits: list[Visit]
    more_visits: bool
    deals: list[Deal]


@dataclasses.dataclass(frozen=True, slots=True)
class Record:
    """The whole page but its feed."""

    head: Head
    summary: VisitsSummary
    number_of_chats: int
    scored: Scored
    known: Known
    portal: Portal | None
    portals: list[Portal]
    identifiers: list[Shown]
    reasons: list[tuple[str, int]]
    source: str
    first_touch: str


def record_of(request: HttpRequest, person: Lead | Contact) -> Record:
    """Everything the page shows beside the feed, in a fixed number of queries."""
    actors, portal = actors_of(person.actor_id), chosen_portal(request)
    portal_id = portal.pk if portal else None
    summary, known = visits_summary(actors, portal_id), _known(signed_in(request), person, actors, portal_id)
    scored = scores_of([person.actor_id]).get(person.actor_id, NOBODY)
    return Record(
        head=head_of(signed_in(request), person, actors),
        summary=summary,
        number_of_chats=number_of_chats(actors, portal_id),
        scored=scored,
        known=known,
        portal=portal,
        portals=portals_seen(request),
        identifiers=[_shown(each) for each in known.identifiers],
        reasons=[(why(part), part.points) for part in scored.parts],
        source=source_word(person.source),
        first_touch=medium_word(summary.medium, summary.source_name),
    )


def head_of(user: User, person: Lead | Contact, actors: Sequence[int]) -> Head:
    """Only the head, which is fetched again when presence changes."""
    here = next((visitor for visitor in board.here() if visitor.actor_id in set(actors)), None)
    card = people_of([person.actor_id]).get(person.actor_id)
    return Head(person, module_of(person), card, here, list(active_users()) if may_assign(user, person) else [])


def may_assign(user: User, person: Lead | Contact) -> bool:
    """Owners give their records away, administrators all, and everybody takes what has no owner."""
    return user.is_administrator or person.owner_id in {None, user.pk}


def _known(user: User, person: Lead | Contact, actors: Sequence[int], portal_id: int | None) -> Known:
    identifiers = identifiers_of(person.actor_id)
    visits = list(visits_of(user, portal_id).filter(actor__in=actors).order_by("-started", "-pk")[: VISITS_SHOWN + 1])
    chats = conversations_of(user, portal_id).filter(actor__in=actors).exclude(state="ended").order_by("-started_at")
    return Known(
        identifiers=identifiers,
        sure=max((identifier.level for identifier in identifiers), default=0),
        browsers=max(0, len(actors) - 1),
        chats=list(chats),
        visits=visits[:VISITS_SHOWN],
        more_visits=len(visits) > VISITS_SHOWN,
        deals=list(deals_of(person)) if isinstance(person, Contact) else [],
    )


def _shown(known: KnownIdentifier) -> Shown:
    value = known.value if known.kind == Identifier.Kind.EMAIL else phone_for_people(known.value)
    return Shown(
        known.id,
        known.kind,
        value,
        known.value,
        known.level,
        way_word(known.way),
        refusal_word(known.standing),
        known.at,
    )
