"""The related modules whose fields a view may filter by, and the links that lead to them (E16, T7)."""

from collections.abc import Callable, Mapping

from django.db.models import Q

from foyer.crm.access import visible
from foyer.crm.fields.types import Field
from foyer.crm.types import ModuleName
from foyer.team.models import User

FieldsOf = Callable[[ModuleName], Mapping[str, Field]]

RELATED: dict[ModuleName, dict[str, ModuleName]] = {
    "lead": {"activities": "activity"},
    "contact": {"account": "account", "deals": "deal", "activities": "activity"},
    "account": {"contacts": "contact", "deals": "deal", "activities": "activity"},
    "deal": {"account": "account", "contact": "contact", "activities": "activity"},
    "activity": {},
}
"""By module: its relations, and where they lead."""
MANY = frozenset({"deals", "contacts"})
"""Relations that lead back along a link."""


def related(module: ModuleName, relation: str, fields: FieldsOf) -> ModuleName | None:
    """Where a relation leads; None when there is none, or its link is hidden: by that nobody filters (T7)."""
    other = RELATED[module].get(relation)
    return other if other and _is_seen(module, relation, fields) else None


def through(module: ModuleName, relation: str, condition: Q, user: User) -> Q:
    """The condition on a related record that the user sees; of many, that one of them fulfils it (T7)."""
    rows = visible(RELATED[module][relation], user).filter(condition)
    if relation == "activities":
        return Q(actor__in=rows.exclude(actor=None).values("actor"))
    if relation in MANY:
        return Q(pk__in=rows.exclude(**{module: None}).values(module))
    return Q(**{f"{relation}__in": rows})


def _is_seen(module: ModuleName, relation: str, fields: FieldsOf) -> bool:
    if relation == "activities":
        return True
    # A link back is called like the module that it points to.
    return module in fields(RELATED[module][relation]) if relation in MANY else relation in fields(module)
