"""The predefined views of the Visits tab, as a table (F54-F59, D2, D7)."""

import dataclasses
from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from foyer.crm.models import Contact, Lead
from foyer.identity.models import Actor
from foyer.visits.models import Visit

Narrow = Callable[[QuerySet[Visit]], QuerySet[Visit]]


FEW = 1_000
"""Up to so many actors visits are found through them; for more, the newest visits are walked and each is looked up."""
IS_LEAD = Q(lead__isnull=False)
IS_CONTACT = Q(contact__isnull=False)


def of_known(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Visits whose visitor is a lead or contact (D2)."""
    few = _few_actors(Lead, Contact)
    return visits.filter(_has(IS_LEAD) | _has(IS_CONTACT)) if few is None else visits.filter(actor__in=few)


def of_leads(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Visits of leads who are no contact yet (D3)."""
    few = _few_actors(Lead)
    return visits.filter(_has(IS_LEAD) if few is None else Q(actor__in=few), ~_has(IS_CONTACT))


def of_contacts(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Visits of contacts, whether or not they are customers."""
    few = _few_actors(Contact)
    return visits.filter(_has(IS_CONTACT) if few is None else Q(actor__in=few))


def of_unknown(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Visits of people without a record."""
    return visits.filter(~_has(IS_LEAD), ~_has(IS_CONTACT))


def _has(record: Q) -> Exists:
    """Correlated on purpose: the newest visits are walked by their index, and each is looked up by its profile."""
    profile = Actor.objects.filter(pk=OuterRef(OuterRef("actor_id"))).values("profile")
    return Exists(Actor.objects.filter(record, profile=Subquery(profile)))


def _few_actors(*modules: type[Lead | Contact]) -> list[int] | None:
    """All actors of the people with such a record, or None when they are many."""
    records: set[int] = set()
    for module in modules:
        records.update(module._default_manager.order_by().values_list("actor_id", flat=True)[: FEW + 1])
    if len(records) > FEW:
        return None
    profiles = Actor.objects.filter(pk__in=records).values("profile")
    found = list(Actor.objects.filter(profile__in=profiles).values_list("pk", flat=True)[: FEW + 1])
    return found if len(found) <= FEW else None


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """A view: its name in addresses, its label, which visits, whether only today's, and whether ordered by score."""

    name: str
    label: Callable[[], str]
    narrow: Narrow = of_known
    is_today: bool = False
    is_top: bool = False
    is_counted: bool = False


VIEWS = (
    View("all", lambda: _("All visits"), is_counted=True),
    View("today", lambda: _("Today’s visits"), is_today=True, is_counted=True),
    View("top", lambda: _("Top visits"), is_top=True),
    View("today-top", lambda: _("Today’s top visits"), is_today=True, is_top=True),
    View("leads", lambda: _("Visits by leads"), narrow=of_leads, is_counted=True),
    View("contacts", lambda: _("Visits by contacts"), narrow=of_contacts, is_counted=True),
    View("unknown", lambda: _("Unknown visitors"), narrow=of_unknown),
)
BY_NAME = {view.name: view for view in VIEWS}


def view_named(name: str) -> View:
    """The view of an address; the first one for a name that is none."""
    return BY_NAME.get(name, VIEWS[0])
