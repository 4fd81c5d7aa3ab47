"""More of the demo's sales: accounts with deals in every stage, their closing dates, and what is to be done next."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from foyer.crm.actions.accounts import account_named
from foyer.crm.actions.storing import CREATED, about, insert
from foyer.crm.models import Activity, Deal, Source
from foyer.crm.pipelines import stage_called, state_in
from foyer.demo.house import House
from foyer.demo.stays import ZONE
from foyer.demo.timeline import past_event, settle


class Sale(NamedTuple):
    """A deal with a company. Days count from today, back for `began`, ahead for `closes`."""

    name: str
    company: str
    city: str
    amount: str
    stage: str
    began: int
    closes: int
    owner: str


class Task(NamedTuple):
    """What is to be done about a deal: in so many days, at an hour, by the deal's owner."""

    deal: str
    subject: str
    kind: str
    days: int
    hour: int


SALES = (
    Sale("Rill planters, balcony", "Studio Halden", "Oslo", "1320", "new", 3, 24, "boris"),
    Sale("Parasol, replacement", "Café des Tilleuls", "Strasbourg", "340", "new", 2, 7, "anna"),
    Sale("Two Wren side tables", "Nyberg Interiör", "Stockholm", "1160", "new", 5, 3, "boris"),
    Sale("Courtyard seating", "Lindqvist Landskap AB", "Malmö", "6140", "quote", 14, 5, "anna"),
    Sale("Benches for the school yard", "Stadt Leipzig", "Leipzig", "2330", "quote", 19, 16, "anna"),
    Sale("Orchard tables, canteen", "Kern Architekten", "Stuttgart", "3480", "negotiation", 26, 4, "boris"),
    Sale("Garden café, 24 chairs", "Café des Tilleuls", "Strasbourg", "4680", "confirmed", 41, 6, "anna"),
    Sale("Loungers for the pool", "Villa Rocha", "Porto", "2520", "confirmed", 33, 2, "boris"),
    Sale("Roof terrace", "Hotel Belvedere", "Meran", "12900", "won", 52, -4, "boris"),
    Sale("Benches for the park", "Stadt Graz", "Graz", "9240", "won", 60, -9, "anna"),
    Sale("Alder bench, 3 pieces", "Atelier Noord", "Amsterdam", "1260", "won", 30, -12, "boris"),
    Sale("Beach bar, 60 stools", "Strandbar Sylt", "Westerland", "7400", "lost", 48, -6, "anna"),
)
TASKS = (
    Task("Courtyard seating", "Send the quote for six benches", "task", 0, 16),
    Task("Terrace furniture, 40 seats", "Visit Hotel Seeblick", "meeting", 1, 10),
    Task("Orchard tables, canteen", "Ask for the measurements", "task", -2, 11),
    Task("Garden café, 24 chairs", "Confirm the delivery", "call", 0, 14),
    Task("Benches for the school yard", "Call the school’s caretaker", "call", 2, 9),
    Task("Two Wren side tables", "Photos of the oiled finish", "task", 3, 15),
    Task("Loungers for the pool", "Book the carrier", "task", 1, 13),
    Task("Heron set for the garden", "Samples of dark oil to Cork", "task", 4, 10),
    Task("Lark swing", "Call about the playground rules", "call", 1, 11),
)


def store_sales(house: House, now: dt.datetime) -> None:
    """The deals above with their accounts, and the tasks; days are those of the shop."""
    now = now.astimezone(ZONE)
    for sale in SALES:
        _store(sale, house, now)
    deals = {deal.name: deal for deal in Deal.objects.all()}
    _date(deals, now)
    Activity.objects.bulk_create(_activity(task, deals[task.deal], now) for task in TASKS)


def _store(sale: Sale, house: House, now: dt.datetime) -> None:
    began, stage = now - dt.timedelta(days=sale.began), stage_called(sale.stage)
    account = account_named(sale.company, None, house.user(sale.owner))
    deal = Deal(name=sale.name, account=account, amount=Decimal(sale.amount), stage=stage, state=state_in(stage))
    deal.owner, deal.portal, deal.source = house.user(sale.owner), house.shop, Source.BY_HAND
    deal.probability, deal.created_at, deal.changed_at = stage.probability, began, began
    if deal.state != Deal.State.OPEN:
        deal.closed_at = now + dt.timedelta(days=sale.closes)
        deal.lost_reason = "price" if deal.state == Deal.State.LOST else ""
    deal.close_date = (now + dt.timedelta(days=sale.closes)).date()
    insert(deal)
    past_event(CREATED["deal"](**about(deal, house.user(sale.owner)), source=deal.source), began).save()
    if account:
        settle(account, sale.city, began)


def _date(deals: dict[str, Deal], now: dt.datetime) -> None:
    """Open deals of people get a day as well, some weeks apart."""
    open_ones = [deal for deal in deals.values() if deal.state == Deal.State.OPEN and deal.close_date is None]
    for place, deal in enumerate(sorted(open_ones, key=lambda deal: deal.pk)):
        deal.close_date = (now + dt.timedelta(days=3 + 5 * place)).date()
    Deal.objects.bulk_update(open_ones, ["close_date"])


def _activity(task: Task, deal: Deal, now: dt.datetime) -> Activity:
    due_at = dt.datetime.combine((now + dt.timedelta(days=task.days)).date(), dt.time(task.hour), now.tzinfo)
    return Activity(
        kind=task.kind,
        subject=task.subject,
        actor_id=deal.actor_id,
        owner=deal.owner,
        created_by=deal.owner,
        due_at=due_at,
        ends_at=due_at + dt.timedelta(hours=1) if task.kind == Activity.Kind.MEETING else None,
        created_at=deal.created_at,
        changed_at=deal.created_at,
    )
