"""What the page of ad conversions shows, and the file that goes to Google Ads (F124, B15, B21)."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from foyer.crm.access import all_visible
from foyer.desk.access import signed_in
from foyer.desk.reports.page import USUAL
from foyer.desk.shell import formats
from foyer.desk.shell.context import chosen_portal, portals_seen
from foyer.lib.text import clean_line
from foyer.portals.models import Portal
from foyer.team.models import User
from foyer.team.queries import organisation, time_zone, today
from foyer.team.rights import rights_of
from foyer.visits.conversions import EVENTS, Conversion, Conversions, conversions
from foyer.visits.google_ads import google_csv
from foyer.visits.reports.periods import Period, period_of
from foyer.visits.reports.queries import MAX_DAYS

MOST_ROWS = 100
MAX_NAME = 100
MAX_WORTH = Decimal(1_000_000_000)
LABELS: dict[str, Callable[[], str]] = {
    "lead": lambda: _("Lead created"),
    "contact": lambda: _("Contact created"),
    "deal": lambda: _("Deal won"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `worth` is what each lead or contact counts; None for nothing."""

    event: str
    period: Period
    name: str
    worth: Decimal | None
    portal: Portal | None

    @property
    def has_amounts(self) -> bool:
        """Whether the records have amounts of their own."""
        return EVENTS[self.event].has_amount

    def query(self) -> str:
        """The same, for the address of the file."""
        words = {"event": self.event, "from": self.period.first, "to": self.period.last, "name": self.name}
        return "?" + urlencode(words | ({"worth": self.worth} if self.worth is not None else {}))


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A conversion: what it was, and the click that led to it."""

    text: str
    url: str
    at: dt.datetime
    visit_url: str
    clicked: dt.datetime
    kind: str
    worth: str


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """Everything. `of` is how many there were, with and without a click."""

    asked: Asked
    events: list[tuple[str, str]]
    currency: str
    rows: list[Row]
    count: int
    of: int


def events_of(user: User) -> list[str]:
    """What the user may export, and sees that it happened (F229, T7)."""
    rights = rights_of(user)
    return [
        name
        for name, event in EVENTS.items()
        if rights.may(event.module, "export") and rights.sees(event.module, event.moment, *event.counted_by)
    ]


def asked_of(request: HttpRequest, events: list[str]) -> Asked:
    """What the address says; the first event of 30 days where it says nothing sound."""
    told = request.GET
    event = told.get("event", "")
    event = event if event in events else events[0]
    own = period_of(told.get("from", ""), told.get("to", ""))
    last = today()
    usual = Period(last - dt.timedelta(days=USUAL - 1), last)
    return Asked(
        event=event,
        period=own if own and own.days <= MAX_DAYS else usual,
        name=_name(told.get("name", ""), event),
        worth=None if EVENTS[event].has_amount else _worth(told.get("worth", "")),
        portal=chosen_portal(request),
    )


def page_of(request: HttpRequest, asked: Asked, events: list[str]) -> Page:
    """The newest of them, in a fixed number of queries."""
    found, user = _conversions(request, asked), signed_in(request)
    shown = found.found[:MOST_ROWS]
    records = all_visible(EVENTS[asked.event].module, user).in_bulk([each.record_id for each in shown])
    return Page(
        asked=asked,
        events=[(name, LABELS[name]()) for name in events],
        currency=_currency(),
        rows=[_row(asked, each, records.get(each.record_id)) for each in shown],
        count=len(found.found),
        of=found.of,
    )


def file_of(request: HttpRequest, asked: Asked) -> str:
    """All of them, as Google Ads takes them."""
    worth = (asked.worth, _currency()) if asked.worth is not None else None
    return google_csv(_conversions(request, asked).found, asked.name, worth, time_zone())


def _conversions(request: HttpRequest, asked: Asked) -> Conversions:
    portals = [asked.portal] if asked.portal else portals_seen(request)
    return conversions(signed_in(request), EVENTS[asked.event], asked.period, [portal.pk for portal in portals])


def _row(asked: Asked, found: Conversion, record: Any) -> Row:
    module = EVENTS[asked.event].module
    return Row(
        text=str(record or "") or f"#{found.record_id}",
        url=reverse(module, kwargs={"record_id": found.record_id}),
        at=found.at,
        visit_url=reverse("visit", kwargs={"visit_id": found.click.visit_id}),
        clicked=found.click.at,
        kind=found.click.kind,
        worth=_worth_of(asked, found),
    )


def _worth_of(asked: Asked, found: Conversion) -> str:
    if found.amount is not None:
        return formats.money(found.amount, found.currency)
    return formats.money(asked.worth, _currency()) if asked.worth is not None else ""


def _currency() -> str:
    house = organisation()
    return house.currency if house else "EUR"


def _name(text: str, event: str) -> str:
    """The name of the conversion action in Google Ads; what stands for another event is not taken along."""
    name = clean_line(text, MAX_NAME)
    others = {label() for other, label in LABELS.items() if other != event}
    return name if name and name not in others else LABELS[event]()


def _worth(text: str) -> Decimal | None:
    """An amount with a point or a comma; None for everything else."""
    whole, _point, cents = text.strip().replace(",", ".").partition(".")
    digits = whole + cents
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > len(str(MAX_WORTH)) or len(cents) > 2:
        return None
    return Decimal(f"{whole or 0}.{cents or 0}")
