"""Leads and contacts with their e-mails, phones, owner and visits summary (F35, F73-F83)."""

import dataclasses
import datetime as dt
from typing import Annotated, Any, Literal, TypeVar

import phonenumbers
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from phonenumbers import PhoneNumberType
from pydantic import Field

from foyer.api.v1.auth import caller
from foyer.api.v1.paging import Id, Nothing, Period, newest, optional
from foyer.api.v1.references import PortalRef, UserRef, VisitorType, portal_ref, user_ref
from foyer.api.v1.summaries import VisitsSummaryOut, summaries_of
from foyer.crm.handles import identifiers_of_people
from foyer.crm.models import Contact, Deal, Lead
from foyer.crm.queries import people_of
from foyer.crm.types import PersonCard
from foyer.identity.models import Actor, Identifier
from foyer.identity.queries import holders_of
from foyer.identity.types import KnownIdentifier
from foyer.lib.emails import normalised_email
from foyer.team.models import User

leads = Router(tags=["leads"])
contacts = Router(tags=["contacts"])
MAX_EMAIL = 254

P = TypeVar("P", Lead, Contact)
PhoneKind = Literal["mobile", "fixed_line", "other"]
PHONE_KINDS: dict[int, PhoneKind] = {PhoneNumberType.MOBILE: "mobile", PhoneNumberType.FIXED_LINE: "fixed_line"}


class EmailOut(Schema):
    """An e-mail address; `kind` is person or role (info@ …). Not confirmed: don't write to it unasked."""

    email: str
    kind: Literal["person", "role"]
    primary: bool
    confirmed: bool


class PhoneOut(Schema):
    """A phone number in E.164."""

    phone: str
    kind: PhoneKind
    primary: bool
    confirmed: bool


class PersonOut(Schema):
    """What leads and contacts have in common."""

    id: int
    first_name: str
    last_name: str
    company: str
    city: str
    description: str
    emails: list[EmailOut]
    phones: list[PhoneOut]
    owner: UserRef | None
    source: str
    portal: PortalRef | None
    visitor_type: VisitorType
    created_at: dt.datetime
    changed_at: dt.datetime
    visits_summary: VisitsSummaryOut


class LeadOut(PersonOut):
    """Somebody who may become a customer."""

    status: str


class DealOut(Schema):
    """A sale to a contact."""

    id: int
    name: str
    amount: float
    currency: str
    stage: Deal.State
    created_at: dt.datetime
    closed_at: dt.datetime | None


class ContactOut(PersonOut):
    """Somebody we do business with. `revenue`: the won deals in the organisation's currency (D6)."""

    revenue: float
    deals: list[DealOut]


class Leads(Schema):
    """A page of leads."""

    items: list[LeadOut]
    next_cursor: str | None


class Contacts(Schema):
    """A page of contacts."""

    items: list[ContactOut]
    next_cursor: str | None


class PersonFilter(Period):
    """Which people; `from` and `to` mean the creation."""

    portal: Id | Nothing = optional(description="That came by this portal.")
    owner: Id | Nothing = optional(description="Of this user.")
    source: Literal["chat", "by_hand", "import"] | Nothing = optional(description="From this source.")
    email: Annotated[str, Field(max_length=MAX_EMAIL)] | Nothing = optional(description="With this e-mail address.")


class LeadFilter(PersonFilter):
    """Which leads."""

    status: Literal["new", "contacted", "qualified", "lost"] | Nothing = optional(description="With this status.")


@leads.get("", response=Leads, summary="Leads")
def lead_list(request: HttpRequest, filters: Query[LeadFilter]) -> Leads:
    """Leads, the newest first."""
    chosen = _chosen(_leads(), filters)
    if filters.status:
        chosen = chosen.filter(status=filters.status)
    rows, following = newest(chosen, filters, "created_at")
    return Leads(items=_shown_leads(rows, caller(request)), next_cursor=following)


@leads.get("/{lead_id}", response=LeadOut, summary="One lead")
def lead_one(request: HttpRequest, lead_id: Annotated[Id, Path()]) -> LeadOut:
    """One lead."""
    return _shown_leads([_leads().get(pk=lead_id)], caller(request))[0]


@contacts.get("", response=Contacts, summary="Contacts")
def contact_list(request: HttpRequest, filters: Query[PersonFilter]) -> Contacts:
    """Contacts, the newest first."""
    rows, following = newest(_chosen(_contacts(), filters), filters, "created_at")
    return Contacts(items=_shown_contacts(rows, caller(request)), next_cursor=following)


@contacts.get("/{contact_id}", response=ContactOut, summary="One contact")
def contact_one(request: HttpRequest, contact_id: Annotated[Id, Path()]) -> ContactOut:
    """One contact."""
    return _shown_contacts([_contacts().get(pk=contact_id)], caller(request))[0]


def _leads() -> QuerySet[Lead]:
    return Lead.objects.filter(gone_at=None).select_related("owner", "portal", "actor")


def _contacts() -> QuerySet[Contact]:
    found = Contact.objects.filter(gone_at=None).select_related("owner", "portal", "actor", "account")
    return found.prefetch_related("deals")


def _chosen(people: "QuerySet[P]", filters: PersonFilter) -> "QuerySet[P]":
    people = filters.within(people, "created_at")
    exact = {"portal": filters.portal, "owner": filters.owner, "source": filters.source}
    people = people.filter(**{name: value for name, value in exact.items() if value is not None})
    if filters.email is not None:
        holders = holders_of(Identifier.Kind.EMAIL, normalised_email(filters.email) or "")
        people = people.filter(actor__profile__in=Actor.objects.filter(pk__in=holders).values("profile"))
    return people


def _shown_leads(rows: list[Lead], user: User) -> list[LeadOut]:
    known = _known(rows, user)
    return [LeadOut(**known.fields_of(row), status=row.status) for row in rows]


def _shown_contacts(rows: list[Contact], user: User) -> list[ContactOut]:
    known = _known(rows, user)
    return [
        ContactOut(
            **known.fields_of(row),
            revenue=float(known.cards[row.actor_id].revenue),
            deals=[_deal(deal) for deal in row.deals.all()],
        )
        for row in rows
    ]


@dataclasses.dataclass(frozen=True, slots=True)
class _Known:
    """What belongs to some people, read for all of them at once."""

    cards: dict[int, PersonCard]
    identifiers: dict[int, list[KnownIdentifier]]
    summaries: dict[int, VisitsSummaryOut]

    def fields_of(self, row: Lead | Contact) -> dict[str, Any]:
        """The values of PersonOut."""
        profile = _profile(row)
        known = self.identifiers.get(profile, [])
        return {
            **{name: getattr(row, name) for name in _PLAIN},
            "id": row.pk,
            "emails": _emails([one for one in known if one.kind == Identifier.Kind.EMAIL]),
            "phones": _phones([one for one in known if one.kind == Identifier.Kind.PHONE]),
            "owner": user_ref(row.owner),
            "portal": portal_ref(row.portal),
            "visitor_type": self.cards[row.actor_id].kind,
            "visits_summary": self.summaries[profile],
        }


_PLAIN = ("first_name", "last_name", "company", "city", "description", "source", "created_at", "changed_at")


def _known(rows: list[Lead] | list[Contact], user: User) -> _Known:
    """A fixed number of queries for any number of people."""
    profiles = {_profile(row) for row in rows}
    identifiers = identifiers_of_people(profiles)
    with_email = {
        profile for profile, found in identifiers.items() if any(one.kind == Identifier.Kind.EMAIL for one in found)
    }
    return _Known(
        cards=people_of({row.actor_id for row in rows}),
        identifiers=identifiers,
        summaries=summaries_of(user, profiles, with_email),
    )


def _profile(row: Lead | Contact) -> int:
    return row.actor.profile_id or row.actor_id


def _emails(known: list[KnownIdentifier]) -> list[EmailOut]:
    return [
        EmailOut(
            email=one.value,
            kind="role" if one.standing == Identifier.Standing.ROLE else "person",
            primary=place == 0,
            confirmed=one.is_confirmed,
        )
        for place, one in enumerate(known)
    ]


def _phones(known: list[KnownIdentifier]) -> list[PhoneOut]:
    return [
        PhoneOut(phone=one.value, kind=_phone_kind(one.value), primary=place == 0, confirmed=one.is_confirmed)
        for place, one in enumerate(known)
    ]


def _phone_kind(e164: str) -> PhoneKind:
    try:
        return PHONE_KINDS.get(phonenumbers.number_type(phonenumbers.parse(e164)), "other")
    except phonenumbers.NumberParseException:
        return "other"


def _deal(deal: Deal) -> DealOut:
    return DealOut(
        id=deal.pk,
        name=deal.name,
        amount=float(deal.amount),
        currency=deal.currency,
        stage=Deal.State(deal.state),
        created_at=deal.created_at,
        closed_at=deal.closed_at,
    )
