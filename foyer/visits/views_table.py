"""The predefined views of the Visits tab, as a table (F54-F59, D2, D7)."""

import dataclasses
from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from foyer.visits.models import Visit

Narrow = Callable[[QuerySet[Visit]], QuerySet[Visit]]


def of_known(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Visits whose visitor is a lead or contact (D2)."""
    return visits.filter(kind__isnull=False)


def of_leads(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Visits of leads who are no contact yet (D3)."""
    return visits.filter(kind=Visit.Kind.LEAD)


def of_contacts(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Visits of contacts, whether or not they are customers."""
    return visits.filter(kind=Visit.Kind.CONTACT)


def of_unknown(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    """Visits of people without a record."""
    return visits.filter(kind__isnull=True)


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
