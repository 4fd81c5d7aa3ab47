"""The board of a pipeline: columns with counts, sums and the first cards, and the forecast of a month (E16)."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import (
    Count,
    DecimalField,
    ExpressionWrapper,
    F,
    Min,
    Q,
    QuerySet,
    Sum,
)
from django.db.models.functions import Coalesce

from foyer.crm.access import Sight, in_sight, sight_of, visible
from foyer.crm.models import Account, Activity, Contact, Deal, Pipeline, Stage
from foyer.crm.pipelines import stages_of
from foyer.lib.prepared import prepared
from foyer.team.models import User
from foyer.team.queries import organisation, time_zone, today

CARDS = 20
"""So many cards a column shows at first, and so many more each time one asks."""
CLOSED = (Stage.Meaning.WON, Stage.Meaning.LOST)
CLOSED_AT = "closed_at"
ON_CARD = (
    *("name", "amount", "currency", "state", "close_date", "closed_at", "gone"),
    *("stage", "owner", "account", "contact", "actor"),
)
"""What a card shows of a deal."""
_MONEY: DecimalField[Any, Any] = DecimalField(max_digits=20, decimal_places=2)
_EXACT: DecimalField[Any, Any] = DecimalField(max_digits=24, decimal_places=4)
"""An amount by percent, before it is rounded."""
_NOTHING = Decimal(0)
_CENT = Decimal("0.01")


@dataclasses.dataclass(frozen=True, slots=True)
class Month:
    """A month of the organisation's calendar: its first day, and the first of the next (D23)."""

    first: dt.date
    end: dt.date

    @property
    def days_left(self) -> int:
        """How many days it still has after today."""
        return max(0, (self.end - today()).days - 1)

    @property
    def moments(self) -> tuple[dt.datetime, dt.datetime]:
        """When it begins, and when the next one does."""
        began, ended = (dt.datetime.combine(day, dt.time(), time_zone()) for day in (self.first, self.end))
        return began, ended

    @property
    def closed(self) -> Q:
        """Deals that were closed in it."""
        began, ended = self.moments
        return Q(closed_at__gte=began, closed_at__lt=ended)

    @property
    def closing(self) -> Q:
        """Deals that are to close in it."""
        return Q(close_date__gte=self.first, close_date__lt=self.end)


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
    """A stage with what lies in it; `total` is of deals in the organisation's currency, others are not guessed (D6)."""

    stage: Stage
    count: int
    total: Decimal
    cards: list[Card]
    more: int


@dataclasses.dataclass(frozen=True, slots=True)
class Forecast:
    """What a month brings: won, confirmed and the rest, each open deal by its chance."""

    month: Month
    won: Decimal
    confirmed: Decimal
    rest: Decimal

    @property
    def total(self) -> Decimal:
        """All three."""
        return self.won + self.confirmed + self.rest


@dataclasses.dataclass(frozen=True, slots=True)
class Board:
    """A pipeline as a board."""

    pipeline: Pipeline
    columns: list[Column]
    forecast: Forecast
    currency: str


def board_of(user: User, pipeline: Pipeline, wanted: Wanted) -> Board:
    """The board: two queries for the sums, two of cards for each stage, and one for all next steps."""
    month, stages = this_month(), stages_of(pipeline)
    sums = _sums(user, stages, month, wanted)
    found = {stage.pk: _first_cards(user, stage, month, wanted) for stage in stages}
    give_related([deal for cards in found.values() for deal in cards])
    steps = next_steps(deal.actor_id for cards in found.values() for deal in cards)
    columns = [_column(stage, found[stage.pk], sums.get(stage.pk, (0, _NOTHING)), steps) for stage in stages]
    return Board(pipeline, columns, forecast_of(user, pipeline, month, wanted), _currency())


def forecast_of(user: User, pipeline: Pipeline, month: Month, wanted: Wanted) -> Forecast:
    """Won + confirmed × chance + rest × chance."""
    return forecasts_of(user, pipeline, [month], wanted)[0]


def forecasts_of(user: User, pipeline: Pipeline, months: Sequence[Month], wanted: Wanted) -> list[Forecast]:
    """The same of several months that follow each other: two queries, which read only what closes in them."""
    meanings = {stage.pk: stage.meaning for stage in pipeline.stages.all()}
    deals = _deals(user, wanted).filter(stage__in=list(meanings), currency=_currency())
    won, to_come = _won(deals, months), _to_come(deals, months, meanings)
    return [_forecast(month, won[month], to_come) for month in months]


def _won(deals: QuerySet[Deal], months: Sequence[Month]) -> dict[Month, Decimal]:
    found = deals.filter(Month(months[0].first, months[-1].end).closed, state=Deal.State.WON)
    sums = found.aggregate(**{f"m{n}": _sum(F("amount"), month.closed) for n, month in enumerate(months)})
    return {month: sums[f"m{n}"] for n, month in enumerate(months)}


def _to_come(
    deals: QuerySet[Deal], months: Sequence[Month], meanings: Mapping[int, str]
) -> list[tuple[dt.date, str, Decimal]]:
    """Open deals by day and by what their stage means, each with its chance."""
    found = deals.filter(Month(months[0].first, months[-1].end).closing, state=Deal.State.OPEN)
    chance = ExpressionWrapper(F("amount") * F("probability") / Decimal(100), output_field=_EXACT)
    sums = found.order_by().values_list("close_date", "stage").annotate(total=Sum(chance))
    return [(day, meanings[stage], total) for day, stage, total in sums]


def _forecast(month: Month, won: Decimal, to_come: Iterable[tuple[dt.date, str, Decimal]]) -> Forecast:
    confirmed = rest = _NOTHING
    for day, meaning, total in to_come:
        if month.first <= day < month.end:
            confirmed += total if meaning == Stage.Meaning.CONFIRMED else 0
            rest += total if meaning != Stage.Meaning.CONFIRMED else 0
    return Forecast(month, *(Decimal(each).quantize(_CENT) for each in (won, confirmed, rest)))


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


def this_month() -> Month:
    """The current month."""
    return month_of(today())


def month_of(day: dt.date) -> Month:
    """The month of a day."""
    first = day.replace(day=1)
    return Month(first, (first + dt.timedelta(days=31)).replace(day=1))


def _deals(user: User, wanted: Wanted) -> QuerySet[Deal]:
    deals: QuerySet[Deal] = visible("deal", user)
    return deals.filter(owner=wanted.owner) if wanted.owner else deals


class _How(NamedTuple):
    """Which deals: seen by whom, of one owner or of all, and by which of their dates they are of the month, if any."""

    sight: Sight
    owned: bool
    dated: str

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
    dated = CLOSED_AT if closed else "close_date" if wanted.closing else ""
    return _How(sight_of(user), bool(wanted.owner), dated)


def _sums(user: User, stages: Sequence[Stage], month: Month, wanted: Wanted) -> dict[int, tuple[int, Decimal]]:
    """What is open and what is closed apart: together the database would look at every deal there ever was (P5)."""
    found: dict[int, tuple[int, Decimal]] = {}
    for closed in (False, True):
        among = tuple(stage.pk for stage in stages if (stage.meaning in CLOSED) == closed)
        how, dates = _how(user, wanted, closed=closed), _dates(month, closed=closed)
        rows = _summed(among, wanted.owner, *dates, how=how, currency=_currency())
        found |= {stage: (number, Decimal(total)) for stage, number, total in rows}
    return found


@prepared
def _summed(
    stages: Any, owner: Any, begin: Any, end: Any, *, how: _How, currency: str
) -> QuerySet[Deal, tuple[int, int, Decimal]]:
    deals = how.rows(stages, owner, begin, end)
    rows = (deals if how.is_closed else deals.filter(closed_at=None)).order_by().values_list("stage")
    return rows.annotate(n=Count("pk"), total=_sum(F("amount"), Q(currency=currency)))


def _dates(month: Month, *, closed: bool) -> tuple[dt.date, dt.date]:
    """What is closed has a moment, what is to close a day."""
    return month.moments if closed else (month.first, month.end)


def _sum(what: Any, condition: Q) -> Any:
    return Coalesce(Sum(what, filter=condition), _NOTHING, output_field=_MONEY)


def _first_cards(user: User, stage: Stage, month: Month, wanted: Wanted) -> list[Deal]:
    closed, most = stage.meaning in CLOSED, wanted.cards.get(stage.pk, CARDS)
    how = _how(user, wanted, closed=closed)
    return _cards((stage.pk,), wanted.owner, *_dates(month, closed=closed), how=how, most=most)


@prepared
def _cards(stages: Any, owner: Any, begin: Any, end: Any, *, how: _How, most: int) -> QuerySet[Deal]:
    """What closes first comes first, what has no day last; of what is closed, the newest first."""
    deals = how.rows(stages, owner, begin, end).only(*ON_CARD)
    if how.is_closed:
        return deals.order_by("-closed_at", "-pk")[:most]
    return deals.order_by(F("close_date").asc(nulls_last=True), "pk")[:most]


def _column(stage: Stage, deals: list[Deal], sums: tuple[int, Decimal], steps: dict[int, dt.datetime | None]) -> Column:
    count, total = sums
    cards = [Card(deal, steps.get(deal.actor_id)) for deal in deals]
    return Column(stage, count, total, cards, max(0, count - len(cards)))


def _currency() -> str:
    house = organisation()
    return house.currency if house else "EUR"
