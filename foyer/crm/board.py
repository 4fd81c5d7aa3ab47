"""The board of a pipeline: columns with counts, sums and the first cards, and the forecast of the month (E16)."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, F, Min, Q, QuerySet

from foyer.crm.access import Sight, in_sight, sight_of
from foyer.crm.forecast import NOTHING, Forecast, Month, amounts, currency, forecast_of, sees_forecast, this_month
from foyer.crm.models import Account, Activity, Contact, Deal, Pipeline, Stage
from foyer.crm.pipelines import stages_of
from foyer.lib.prepared import prepared
from foyer.team.models import User
from foyer.team.rights import rights_of

CARDS = 20
"""So many cards a column shows at first, and so many more each time one asks."""
CLOSED = (Stage.Meaning.WON, Stage.Meaning.LOST)
CLOSED_AT = "closed_at"
CLOSE_DATE = "close_date"
ON_CARD = (
    *("name", "amount", "currency", "state", "close_date", "closed_at", "gone"),
    *("stage", "owner", "account", "contact", "actor"),
)
"""What a card shows of a deal."""


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """What the board shows: deals of one owner, of what is open only what closes in the month, and how many cards of
    the stages of which somebody asked for more."""

    owner: int | None = None
    closing: bool = False
    cards: Mapping[int, int] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Card:
    """A deal on the board. `next_at` is when its next activity is due; None when there is none."""

    deal: Deal
    next_at: dt.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A stage with what lies in it; `total` is of deals in the organisation's currency, others are not guessed (D6).

    It is None for who may not see amounts (T7).
    """

    stage: Stage
    count: int
    total: Decimal | None
    cards: list[Card]
    more: int


@dataclasses.dataclass(frozen=True, slots=True)
class Board:
    """A pipeline as a board; without a forecast for who may not see what it is made of (T7)."""

    pipeline: Pipeline
    columns: list[Column]
    forecast: Forecast | None
    currency: str


def board_of(user: User, pipeline: Pipeline, wanted: Wanted) -> Board:
    """The board: two queries for the sums, two of cards for each stage, and one for all next steps."""
    month, stages = this_month(), stages_of(pipeline)
    sums = _sums(user, stages, month, wanted)
    found = {stage.pk: _first_cards(user, stage, month, wanted) for stage in stages}
    give_related([deal for cards in found.values() for deal in cards])
    steps = next_steps(deal.actor_id for cards in found.values() for deal in cards)
    columns = [_column(stage, found[stage.pk], sums.get(stage.pk, (0, NOTHING)), steps) for stage in stages]
    if not rights_of(user).sees("deal", "amount"):
        columns = [dataclasses.replace(column, total=None) for column in columns]
    forecast = forecast_of(user, pipeline, month, wanted.owner) if sees_forecast(user) else None
    return Board(pipeline, columns, forecast, currency())


def give_related(deals: Sequence[Deal]) -> None:
    """Account and contact of many deals in a query each, with nothing of them but their names (P5)."""
    accounts = {each.pk: each for each in _accounts(tuple({deal.account_id for deal in deals if deal.account_id}))}
    contacts = {each.pk: each for each in _contacts(tuple({deal.contact_id for deal in deals if deal.contact_id}))}
    for deal in deals:
        deal.account, deal.contact = accounts.get(deal.account_id or 0), contacts.get(deal.contact_id or 0)


@prepared
def _accounts(ids: Any) -> QuerySet[Account]:
    return Account.objects.filter(pk__in=ids).only("name")


@prepared
def _contacts(ids: Any) -> QuerySet[Contact]:
    return Contact.objects.filter(pk__in=ids).only("first_name", "last_name", "actor")


def next_steps(actor_ids: Iterable[int]) -> dict[int, dt.datetime | None]:
    """When the next open activity of each record is due; a record without any is not in it."""
    return dict(_next_steps(tuple(actor_ids)))


@prepared
def _next_steps(actor_ids: Any) -> QuerySet[Activity, tuple[int, dt.datetime | None]]:
    rows = Activity.objects.filter(actor__in=actor_ids, done_at=None, gone_at=None)
    return rows.order_by().values_list("actor").annotate(Min("due_at"))


class _How(NamedTuple):
    """Which deals: seen by whom, of one owner or of all, and by which of their dates they are of the month, if any.

    Not in the order of their days for who may not see these (T7).
    """

    sight: Sight
    owned: bool
    dated: str
    by_day: bool = True

    def rows(self, stages: Any, owner: Any, begin: Any, end: Any) -> QuerySet[Deal]:
        """They; the values may be gaps of a prepared question."""
        deals: QuerySet[Deal] = in_sight("deal", self.sight).filter(stage__in=stages)
        if self.owned:
            deals = deals.filter(owner=owner)
        if self.dated:
            deals = deals.filter(**{f"{self.dated}__gte": begin, f"{self.dated}__lt": end})
        return deals

    @property
    def is_closed(self) -> bool:
        """Whether they are won or lost."""
        return self.dated == CLOSED_AT


def _how(user: User, wanted: Wanted, *, closed: bool) -> _How:
    """What is closed is shown for this month only: the board is about what goes on."""
    day = CLOSED_AT if closed else CLOSE_DATE
    dated = day if closed or wanted.closing else ""
    return _How(sight_of(user), bool(wanted.owner), dated, rights_of(user).sees("deal", day))


def _sums(user: User, stages: Sequence[Stage], month: Month, wanted: Wanted) -> dict[int, tuple[int, Decimal]]:
    """What is open and what is closed apart: together the database would look at every deal there ever was (P5)."""
    found: dict[int, tuple[int, Decimal]] = {}
    for closed in (False, True):
        among = tuple(stage.pk for stage in stages if (stage.meaning in CLOSED) == closed)
        how, dates = _how(user, wanted, closed=closed), _dates(month, closed=closed)
        rows = _summed(among, wanted.owner, *dates, how=how, counted=currency())
        found |= {stage: (number, Decimal(total)) for stage, number, total in rows}
    return found


@prepared
def _summed(
    stages: Any, owner: Any, begin: Any, end: Any, *, how: _How, counted: str
) -> QuerySet[Deal, tuple[int, int, Decimal]]:
    deals = how.rows(stages, owner, begin, end)
    rows = (deals if how.is_closed else deals.filter(closed_at=None)).order_by().values_list("stage")
    return rows.annotate(n=Count("*"), total=amounts(Q(currency=counted)))


def _dates(month: Month, *, closed: bool) -> tuple[dt.date, dt.date]:
    """What is closed has a moment, what is to close a day."""
    return month.moments if closed else (month.first, month.end)


def _first_cards(user: User, stage: Stage, month: Month, wanted: Wanted) -> list[Deal]:
    closed, most = stage.meaning in CLOSED, wanted.cards.get(stage.pk, CARDS)
    how = _how(user, wanted, closed=closed)
    return _cards((stage.pk,), wanted.owner, *_dates(month, closed=closed), how=how, most=most)


@prepared
def _cards(stages: Any, owner: Any, begin: Any, end: Any, *, how: _How, most: int) -> QuerySet[Deal]:
    """What closes first comes first, what has no day last; of what is closed, the newest first."""
    deals = how.rows(stages, owner, begin, end).only(*ON_CARD)
    if not how.by_day:
        return deals.order_by("-pk")[:most]
    if how.is_closed:
        return deals.order_by("-closed_at", "-pk")[:most]
    return deals.order_by(F(CLOSE_DATE).asc(nulls_last=True), "pk")[:most]


def _column(stage: Stage, deals: list[Deal], sums: tuple[int, Decimal], steps: dict[int, dt.datetime | None]) -> Column:
    count, total = sums
    cards = [Card(deal, steps.get(deal.actor_id)) for deal in deals]
    return Column(stage, count, total, cards, max(0, count - len(cards)))
