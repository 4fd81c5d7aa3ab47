"""What the months of a pipeline bring: won, confirmed and the rest, each open deal by its chance (E16, D6, D23)."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from foyer.crm.access import visible
from foyer.crm.models import Deal, Pipeline, Stage
from foyer.team.models import User
from foyer.team.queries import organisation, time_zone, today
from foyer.team.rights import rights_of

NOTHING = Decimal(0)
_MONEY: DecimalField[Any, Any] = DecimalField(max_digits=20, decimal_places=2)
_CENT, _ONE = Decimal("0.01"), Decimal(1)


MADE_OF = ("amount", "stage", "probability", "close_date", "closed_at")


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
class Forecast:
    """What a month brings: won, confirmed and the rest, each open deal by its chance; what may come, without cents."""

    month: Month
    won: Decimal
    confirmed: Decimal
    rest: Decimal

    @property
    def total(self) -> Decimal:
        """All three."""
        return self.won + self.confirmed + self.rest


def sees_forecast(user: User) -> bool:
    """Whether the user sees all that a forecast is made of (T7)."""
    return rights_of(user).sees("deal", *MADE_OF)


def forecast_of(user: User, pipeline: Pipeline, month: Month, owner: int | None = None) -> Forecast:
    """Won + confirmed × chance + rest × chance."""
    return forecasts_of(user, pipeline, [month], owner)[0]


def forecasts_of(user: User, pipeline: Pipeline, months: Sequence[Month], owner: int | None = None) -> list[Forecast]:
    """The same of several months that follow each other: two queries, which read only what closes in them."""
    meanings = {stage.pk: stage.meaning for stage in pipeline.stages.all()}
    deals: QuerySet[Deal] = visible("deal", user).filter(stage__in=list(meanings), currency=currency())
    deals = deals.filter(owner=owner) if owner else deals
    won, to_come = _won(deals, months), _to_come(deals, months, meanings)
    return [_forecast(month, won[month], to_come) for month in months]


def _won(deals: QuerySet[Deal], months: Sequence[Month]) -> dict[Month, Decimal]:
    found = deals.filter(Month(months[0].first, months[-1].end).closed, state=Deal.State.WON)
    sums = found.aggregate(**{f"m{n}": amounts(month.closed) for n, month in enumerate(months)})
    return {month: sums[f"m{n}"] for n, month in enumerate(months)}


def _to_come(
    deals: QuerySet[Deal], months: Sequence[Month], meanings: Mapping[int, str]
) -> list[tuple[dt.date, str, Decimal]]:
    """Open deals by day and by what their stage means, each with its chance."""
    found = deals.filter(Month(months[0].first, months[-1].end).closing, state=Deal.State.OPEN)
    percents = ExpressionWrapper(F("amount") * F("probability"), output_field=_MONEY)
    sums = found.order_by().values_list("close_date", "stage").annotate(total=Sum(percents))
    return [(day, meanings[stage], total / 100) for day, stage, total in sums]


def _forecast(month: Month, won: Decimal, to_come: Iterable[tuple[dt.date, str, Decimal]]) -> Forecast:
    confirmed = rest = NOTHING
    for day, meaning, total in to_come:
        if month.first <= day < month.end:
            confirmed += total if meaning == Stage.Meaning.CONFIRMED else 0
            rest += total if meaning != Stage.Meaning.CONFIRMED else 0
    return Forecast(month, won.quantize(_CENT), *(Decimal(each).quantize(_ONE) for each in (confirmed, rest)))


def this_month() -> Month:
    """The current month."""
    return month_of(today())


def month_of(day: dt.date) -> Month:
    """The month of a day."""
    first = day.replace(day=1)
    return Month(first, (first + dt.timedelta(days=31)).replace(day=1))


def amounts(which: Q) -> Coalesce:
    """The sum of the amounts of some of the deals that are looked at."""
    return Coalesce(Sum("amount", filter=which), NOTHING, output_field=_MONEY)


def currency() -> str:
    """The currency of the sums: the organisation's; others are not guessed (D6)."""
    house = organisation()
    return house.currency if house else "EUR"
