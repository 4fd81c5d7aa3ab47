"""Visits with what was done in them (F34-F49, F68-F72). They cannot be changed, by nobody (F27)."""

import datetime as dt
from collections.abc import Collection
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from foyer.api.v1.auth import caller
from foyer.api.v1.chats_of_visits import conversation_ids_of
from foyer.api.v1.paging import Id, Nothing, Period, newest, optional
from foyer.api.v1.records.responses import nothing
from foyer.api.v1.references import (
    PersonRef,
    PortalRef,
    UserRef,
    VisitorType,
    person_ref,
    portal_ref,
    user_ref,
)
from foyer.crm.fields.stored import as_json
from foyer.crm.queries import cards_for, profiles_of_kind
from foyer.crm.types import PersonCard
from foyer.team.models import User
from foyer.team.queries import active_users
from foyer.team.rights import rights_of
from foyer.visits.actions import delete_visit
from foyer.visits.custom import CustomValue, ToldOfVisit, shown_and_hidden, told_of
from foyer.visits.models import Action, Visit
from foyer.visits.queries import actions_of, visit_for, visits_of

router = Router(tags=["visits"])


class ActionOut(Schema):
    """Something done in a visit (F68-F72)."""

    type: Action.Type
    title: str
    url: str
    minutes: float
    at: dt.datetime


class FieldOut(Schema):
    """A custom field of visits. `value` is null when what was told does not fit the field; `text` has it still."""

    label: str
    value: Any
    text: str


class VisitOut(Schema):
    """One stay of one visitor on one website. Fields that are not known are empty or null."""

    id: int
    portal: PortalRef | None
    portal_name: str
    visited_by: PersonRef | None
    visitor_type: VisitorType
    assigned_to: UserRef | None
    attended_by: UserRef | None
    revenue: float
    visited_time: dt.datetime
    last_seen_time: dt.datetime
    is_open: bool
    visit_number: int
    visited_page: str
    visited_page_url: str
    last_page: str
    last_page_url: str
    pages: int
    time_spent_minutes: float
    referrer: str
    medium: str
    source: str
    search_engine: str
    search_keyword: str
    utm: dict[str, str]
    click_id: str
    click_id_kind: str
    ip_address: str
    country: str
    user_agent: str
    browser: str
    operating_system: str
    device: str
    language: str
    screen: str
    actions: list[ActionOut]
    conversation_ids: list[int]
    fields: dict[str, FieldOut]
    told: dict[str, str]


class Visits(Schema):
    """A page of visits."""

    items: list[VisitOut]
    next_cursor: str | None


class VisitFilter(Period):
    """Which visits; `from` and `to` mean the visited time."""

    portal: Id | Nothing = optional(description="Of this portal.")
    visitor_type: VisitorType | Nothing = optional(description="By this kind of visitor.")
    lead: Id | Nothing = optional(description="By this lead, on all of their browsers.")
    contact: Id | Nothing = optional(description="By this contact.")
    attended_by: Id | Nothing = optional(description="Whose chat this user took.")
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | Nothing = optional(description="From this country.")
    is_open: bool | Nothing = optional(description="True: still on the website, or less than 30 minutes gone.")


@router.get("", response=Visits, summary="Visits")
def visit_list(request: HttpRequest, filters: Query[VisitFilter]) -> Visits:
    """Visits on the portals that the owner of the token sees, the newest first."""
    user = _who_sees(request)
    rows, following = newest(_chosen(visits_of(user, filters.portal), filters), filters, "started")
    return Visits(items=_shown(rows, user), next_cursor=following)


@router.get("/{visit_id}", response=VisitOut, summary="One visit")
def visit_one(request: HttpRequest, visit_id: Annotated[Id, Path()]) -> VisitOut:
    """One visit."""
    user = _who_sees(request)
    return _shown([visit_for(user, visit_id)], user)[0]


@router.delete(
    "/{visit_id}", url_name="visit_one", operation_id="visit_delete", summary="Delete a visit", response={204: None}
)
def visit_delete(request: HttpRequest, visit_id: Annotated[Id, Path()]) -> HttpResponse:
    """For good, with its notes and files; only after its end. The chats stay with the person."""
    user = _who_sees(request)
    delete_visit(visit_for(user, visit_id), user)
    return nothing()


def _who_sees(request: HttpRequest) -> User:
    """The owner of the token; 404 when visits are hidden from them, as if there were none (F29, F30)."""
    user = caller(request)
    if not rights_of(user).may("visit", "view"):
        raise Http404
    return user


def _chosen(visits: QuerySet[Visit], filters: VisitFilter) -> QuerySet[Visit]:
    visits = filters.within(visits, "started")
    exact = {"attended_by": filters.attended_by, "country": filters.country, "is_open": filters.is_open}
    visits = visits.filter(**{name: value for name, value in exact.items() if value is not None})
    if filters.lead:
        visits = visits.filter(actor__profile__actors__lead=filters.lead)
    if filters.contact:
        visits = visits.filter(actor__profile__actors__contact=filters.contact)
    return visits.filter(_by(filters.visitor_type)) if filters.visitor_type else visits


def _by(visitor_type: VisitorType) -> Q:
    """Leads and those whom nobody knows along an index; what else somebody is, the CRM says."""
    if visitor_type == "unknown":
        return Q(kind__isnull=True)
    if visitor_type == "lead":
        return Q(kind=Visit.Kind.LEAD)
    return Q(kind=Visit.Kind.CONTACT, actor__profile__in=profiles_of_kind(visitor_type))


def _shown(visits: list[Visit], user: User) -> list[VisitOut]:
    """A fixed number of queries for any number of visits."""
    actions = actions_of([visit.pk for visit in visits])
    people = cards_for(user, {visit.actor_id for visit in visits})
    owners = _owners(people.values())
    chats = conversation_ids_of(visits, user)
    fields, hidden = shown_and_hidden(user)
    told = {visit.pk: told_of(visit, fields, hidden) for visit in visits}
    return [
        _visit(row, people.get(row.actor_id), owners, actions[row.pk], chats.get(row.pk, []), told[row.pk])
        for row in visits
    ]


def _owners(people: Collection[PersonCard]) -> dict[int, User]:
    return active_users().in_bulk({card.owner_id for card in people if card.owner_id})


def _visit(
    visit: Visit,
    card: PersonCard | None,
    owners: dict[int, User],
    actions: list[Action],
    chats: list[int],
    told: ToldOfVisit,
) -> VisitOut:
    return VisitOut(
        id=visit.pk,
        portal=portal_ref(visit.portal),
        portal_name=visit.portal.name,
        visited_by=person_ref(card),
        visitor_type=card.kind if card else "unknown",
        assigned_to=user_ref(owners.get(card.owner_id or 0)) if card else None,
        attended_by=user_ref(visit.attended_by),
        revenue=float(card.revenue) if card else 0.0,
        visited_time=visit.started,
        last_seen_time=visit.ended,
        is_open=visit.is_open,
        visit_number=visit.number,
        visited_page=visit.first_title,
        visited_page_url=visit.first_url,
        last_page=visit.last_title,
        last_page_url=visit.last_url,
        pages=visit.pages,
        time_spent_minutes=round(visit.seconds / 60, 1),
        referrer=visit.referrer,
        medium=visit.medium,
        source=visit.source_name,
        search_engine=visit.search_engine,
        search_keyword=visit.search_keyword,
        utm=visit.utm,
        click_id=visit.click_id,
        click_id_kind=visit.click_id_kind,
        ip_address=visit.ip,
        country=visit.country,
        user_agent=visit.user_agent,
        browser=visit.browser,
        operating_system=visit.os,
        device=visit.device,
        language=visit.language,
        screen=visit.screen,
        actions=[_action(action) for action in actions],
        conversation_ids=chats,
        fields={one.field.key: _field(one) for one in told.fields},
        told=dict(told.others),
    )


def _field(one: CustomValue) -> FieldOut:
    return FieldOut(label=one.field.label, value=as_json(one.value), text=one.text)


def _action(action: Action) -> ActionOut:
    return ActionOut(
        type=Action.Type(action.type),
        title=action.title or action.url,
        url=action.url,
        minutes=round(action.seconds / 60, 1),
        at=action.at,
    )
