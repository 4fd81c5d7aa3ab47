"""What kind of visitor a person is, and why: one predicate for streams, lists, notifications (D3, D9, F43, F61-F63)."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from foyer.crm.models import Deal
from foyer.crm.types import Module, PersonKind

KINDS: tuple[PersonKind, ...] = ("customer", "potential", "contact", "lead")

_THERE = ("", "converted", "merged")
_HAS_CONTACT = Q(contact__gone__in=_THERE)
_HAS_WON = Q(contact__deals__state=Deal.State.WON, contact__deals__gone_at=None)
_HAS_OPEN = Q(contact__deals__state=Deal.State.OPEN, contact__deals__gone_at=None)
ON_ACTORS: dict[PersonKind, Q] = {
    "customer": _HAS_WON,
    "potential": _HAS_OPEN,
    "contact": _HAS_CONTACT,
    "lead": Q(lead__gone__in=_THERE),
}
"""By kind: the record actors that make their person at least that; the first kind in KINDS that fits is the answer."""


class Sale(NamedTuple):
    """What counts of a deal."""

    name: str
    state: str
    amount: Decimal
    currency: str
    closed_at: dt.datetime | None


class Verdict(NamedTuple):
    """The kind of a person, and the sentence that says why."""

    kind: PersonKind
    reason: str


def verdict(module: Module, sales: Iterable[Sale]) -> Verdict:
    """The kind by precedence: a won deal, else an open one, else what the record is."""
    sales = list(sales)
    won = [sale for sale in sales if sale.state == Deal.State.WON]
    still_open = [sale for sale in sales if sale.state == Deal.State.OPEN]
    if module == "lead":
        return Verdict("lead", _("Lead: no contact yet"))
    if won:
        return Verdict("customer", _won(max(won, key=_closed)))
    if still_open:
        return Verdict("potential", _("Potential customer: deal “%(deal)s” is open") % {"deal": still_open[0].name})
    return Verdict("contact", _("Contact: no open or won deal"))


def revenue(sales: Iterable[Sale], currency: str) -> Decimal:
    """The sum of the won deals in the organisation's currency, as of now (D6, F44). Others are not guessed."""
    won = (sale.amount for sale in sales if sale.state == Deal.State.WON and sale.currency == currency)
    return sum(won, Decimal(0))


def _won(sale: Sale) -> str:
    if sale.closed_at is None:
        return _("Customer: deal “%(deal)s” won") % {"deal": sale.name}
    date = date_format(localtime(sale.closed_at), "j M Y")
    return _("Customer: deal “%(deal)s” won on %(date)s") % {"deal": sale.name, "date": date}


def _closed(sale: Sale) -> dt.datetime:
    return sale.closed_at or dt.datetime.min.replace(tzinfo=dt.UTC)
