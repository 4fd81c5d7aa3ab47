"""Records as JSON: the fields that the user sees, and what each module tells beyond its fields."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from foyer.api.v1.records.identifiers import profile_of
from foyer.api.v1.records.showing import Fields, Known, Row, known_of, values_of
from foyer.api.v1.references import portal_ref
from foyer.api.v1.summaries import summaries_of
from foyer.crm.access import visible
from foyer.crm.fields.rights import shown_fields
from foyer.crm.models import Account, Activity, Contact, Deal, DealContact, Lead
from foyer.crm.pipelines import pipeline_word
from foyer.crm.queries import people_of
from foyer.crm.types import ModuleName
from foyer.identity.models import Identifier
from foyer.identity.queries import identifiers_of_many
from foyer.team.models import User
from foyer.team.rights import rights_of

Extras = dict[int, dict[str, Any]]
REVENUE = frozenset({"contact", "amount", "stage"})
"""The fields of deals that what a contact has spent is made of: the amounts of those that are won."""

JOINED: Mapping[ModuleName, tuple[str, ...]] = {
    "lead": ("actor", "portal"),
    "contact": ("actor", "portal"),
    "account": ("actor", "portal"),
    "deal": ("actor", "portal", "stage", "stage__pipeline"),
    "activity": (),
}
"""By module: what is read in the same query as the rows."""


def with_related(module: ModuleName, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """The rows with what `told` needs of them."""
    return rows.select_related(*JOINED[module])


def told(module: ModuleName, rows: Sequence[Row], user: User) -> list[dict[str, Any]]:
    """The records as the user may see them; a fixed number of queries for any number."""
    fields = shown_fields(user, module)
    known = known_of(rows, user, fields)
    more = _MORE[module](rows, user, fields, known) if rows else {}
    return [
        {"id": row.pk, "version": row.version, **values_of(row, fields, known), **more.get(row.pk, {})} for row in rows
    ]


def _people(rows: Sequence[Any], user: User, fields: Fields, known: Known) -> Extras:
    """Portal, kind of visitor, visits summary (F43, F73-F81); of contacts their deals too."""
    cards = people_of({row.actor_id for row in rows})
    summaries = _summaries(rows, user)
    of_deals = shown_fields(user, "deal")
    deals = _deals_of(rows, user, of_deals) if isinstance(rows[0], Contact) else None
    tells_revenue = rights_of(user).sees_all("deal") and of_deals.keys() >= REVENUE
    found: Extras = {}
    for row in rows:
        more: dict[str, Any] = {"portal": _portal(row)}
        more["customer_numbers"] = known.held[row.pk].customer_numbers if row.pk in known.held else []
        if (card := cards.get(row.actor_id)) is not None:
            more["visitor_type"] = card.kind
        if summaries is not None:
            more["visits_summary"] = summaries[profile_of(row)]
        if isinstance(row, Contact) and "account" in fields:
            more["company"] = (known.link("account", row.account_id) or {"name": ""})["name"]
        if deals is not None and card is not None:
            more["deals"] = deals[row.pk]
            if tells_revenue:
                more["revenue"] = float(card.revenue)
        found[row.pk] = more
    return found


def _summaries(rows: Sequence[Lead | Contact], user: User) -> dict[int, Any] | None:
    """None when visits are closed to the user."""
    if not rights_of(user).may("visit", "view"):
        return None
    profiles = {profile_of(row) for row in rows}
    known = identifiers_of_many(profiles)
    with_email = {
        profile for profile, found in known.items() if any(one.kind == Identifier.Kind.EMAIL for one in found)
    }
    return {profile: told.model_dump() for profile, told in summaries_of(user, profiles, with_email).items()}


def _deals_of(rows: Sequence[Contact], user: User, shown: Fields) -> dict[int, list[dict[str, Any]]] | None:
    """The deals of contacts, those that the user sees; None when deals, or whose they are, are closed to them (T7)."""
    if not rights_of(user).may("deal", "view") or "contact" not in shown:
        return None
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for deal in visible("deal", user).filter(contact__in=[row.pk for row in rows]).order_by("pk"):
        found[deal.contact_id].append(_brief(deal, shown))
    return found


def _brief(deal: Deal, shown: Fields) -> dict[str, Any]:
    told = {
        "name": deal.name,
        "amount": float(deal.amount),
        "currency": deal.currency,
        "stage": deal.state,
        "created_at": deal.created_at,
        "closed_at": deal.closed_at,
    }
    return {"id": deal.pk} | {key: value for key, value in told.items() if key in shown or key == "currency"}


def _accounts(rows: Sequence[Any], _user: User, _fields: Fields, _known: Known) -> Extras:
    return {row.pk: {"portal": _portal(row)} for row in rows if isinstance(row, Account)}


def _sales(rows: Sequence[Any], user: User, fields: Fields, _known: Known) -> Extras:
    """State, currency, pipeline, and the other contacts with their roles, where the first one is not hidden (T7)."""
    parties = _parties([row.pk for row in rows], user) if "contact" in fields else {}
    return {
        row.pk: {
            "portal": _portal(row),
            "currency": row.currency,
            **({"contacts": parties[row.pk]} if "contact" in fields else {}),
            **(_pipeline(row) if "stage" in fields else {}),
        }
        for row in rows
    }


def _pipeline(deal: Deal) -> dict[str, Any]:
    pipeline = deal.stage.pipeline
    return {"state": deal.state, "pipeline": {"id": pipeline.pk, "name": pipeline_word(pipeline)}}


def _parties(deals: Sequence[int], user: User) -> dict[int, list[dict[str, Any]]]:
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    seen = visible("contact", user).values("pk")
    for party in DealContact.objects.filter(deal__in=deals, contact__in=seen).select_related("contact").order_by("pk"):
        found[party.deal_id].append({"id": party.contact_id, "name": str(party.contact), "role": party.role})
    return found


def _work(rows: Sequence[Any], user: User, _fields: Fields, _known: Known) -> Extras:
    """On which record an activity hangs, when the user sees that record."""
    on = records_on({row.actor_id for row in rows if row.actor_id}, user)
    return {row.pk: {"record": on.get(row.actor_id or 0)} for row in rows if isinstance(row, Activity)}


def records_on(actors: set[int], user: User) -> dict[int, dict[str, Any]]:
    """The records of these actors that the user sees; a query for each module."""
    found: dict[int, dict[str, Any]] = {}
    for module in ("lead", "contact", "account", "deal"):
        for row in visible(module, user).filter(actor__in=actors):
            found[row.actor_id] = {"module": module, "id": row.pk, "name": str(row)}
    return found


def _portal(row: Any) -> dict[str, Any] | None:
    ref = portal_ref(row.portal)
    return ref.model_dump() if ref else None


_MORE: Mapping[ModuleName, Callable[[Sequence[Any], User, Fields, Known], Extras]] = {
    "lead": _people,
    "contact": _people,
    "account": _accounts,
    "deal": _sales,
    "activity": _work,
}
