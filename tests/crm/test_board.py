"""The board of a pipeline and the forecast (E16)."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from foyer.crm.actions import change_record, create_record
from foyer.crm.board import CARDS, Wanted, board_of, next_steps
from foyer.crm.forecast import forecast_of, this_month
from foyer.crm.models import Activity, Deal
from foyer.crm.pipelines import default_pipeline, stage_called
from foyer.team.models import AccessProfile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shop")]
TODAY = dt.datetime(2026, 11, 12, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _november():
    with time_machine.travel(TODAY, tick=False):
        yield


def sale(by, stage: str = "new", amount: str = "100", **values):
    made = create_record("deal", by, {"name": "Bench", "amount": amount, "close_date": "2026-11-20"} | values)
    return change_record(made, by, {"stage": stage_called(stage).pk})


def column(user, stage: str, wanted: Wanted = Wanted()):  # noqa: B008  frozen
    return next(c for c in board_of(user, default_pipeline(), wanted).columns if c.stage.key == stage)


def test_a_column_counts_and_sums_its_deals(anna):
    sale(anna, "quote", "6140")
    sale(anna, "quote", "2330.50")
    found = column(anna, "quote")
    assert (found.count, found.total) == (2, Decimal("8470.50"))


def test_sums_leave_out_what_is_in_another_currency(anna):
    Deal.objects.filter(pk=sale(anna, "quote", "500").pk).update(currency="USD")
    found = column(anna, "quote")
    assert (found.count, found.total) == (1, 0)


def test_what_closes_first_lies_on_top_and_what_has_no_day_below(anna):
    late, none, soon = (sale(anna, close_date=day) for day in ("2026-12-24", "", "2026-11-13"))
    assert [card.deal.pk for card in column(anna, "new").cards] == [soon.pk, late.pk, none.pk]


def test_won_deals_are_those_of_this_month(anna):
    won = sale(anna, "won", "900")
    old = sale(anna, "won", "400")
    Deal.objects.filter(pk=old.pk).update(closed_at=TODAY - dt.timedelta(days=40))
    found = column(anna, "won")
    assert [card.deal.pk for card in found.cards] == [won.pk]
    assert (found.count, found.total) == (1, Decimal(900))


def test_a_forecast_weighs_each_open_deal_by_its_chance(anna):
    for stage, amount in (("won", "1000"), ("confirmed", "200"), ("negotiation", "300"), ("lost", "5000")):
        sale(anna, stage, amount)
    sale(anna, "quote", "900", close_date="2026-12-01")
    found = forecast_of(anna, default_pipeline(), this_month())
    assert (found.won, found.confirmed, found.rest, found.total) == (1000, 190, 210, 1400)


def test_a_forecast_adds_up_before_it_rounds(anna):
    for stage, amount in (("new", "333"), ("new", "333"), ("confirmed", "0.5"), ("won", "0.5")):
        sale(anna, stage, amount)
    found = forecast_of(anna, default_pipeline(), this_month())
    assert (found.won, found.confirmed, found.rest, found.total) == (Decimal("0.5"), 0, 67, Decimal("67.5"))


def test_a_month_ends_where_the_next_begins(anna):
    month = this_month()
    assert (month.first, month.end, month.days_left) == (dt.date(2026, 11, 1), dt.date(2026, 12, 1), 18)


def test_the_board_shows_my_deals_only_when_asked(anna, boris):
    mine, _theirs = sale(anna), sale(boris)
    assert [card.deal.pk for card in column(anna, "new", Wanted(owner=anna.pk)).cards] == [mine.pk]


def test_who_sees_own_deals_only_sees_own_sums(anna, boris):
    profile = AccessProfile.objects.create(name="Own", modules={"deal": {"verbs": ["view"], "scope": "own"}})
    sale(anna, amount="700")
    boris.access_profile = profile
    found = column(boris, "new")
    assert (found.count, found.total, found.cards) == (0, 0, [])


def test_a_long_column_says_how_many_more_there_are_and_shows_them_on_demand(anna):
    stage = stage_called("new")
    for _number in range(CARDS + 3):
        create_record("deal", anna, {"name": "Bench"})
    first, more = column(anna, "new"), column(anna, "new", Wanted(cards={stage.pk: CARDS + 2}))
    assert (len(first.cards), first.more, len(more.cards), more.more) == (CARDS, 3, CARDS + 2, 1)
    assert more.cards[:CARDS] == first.cards


def test_the_next_step_is_the_open_activity_that_is_due_first(anna):
    deal = sale(anna)
    for day, done in ((3, None), (1, TODAY), (5, None)):
        due = TODAY + dt.timedelta(days=day)
        Activity.objects.create(subject="Call", actor=deal.actor, due_at=due, done_at=done)
    assert next_steps([deal.actor_id]) == {deal.actor_id: TODAY + dt.timedelta(days=3)}


@pytest.mark.parametrize("each", [1, 8])
def test_the_number_of_queries_does_not_grow_with_the_deals(anna, each, django_assert_max_num_queries):
    for stage in ("new", "quote", "won"):
        for _number in range(each):
            sale(anna, stage)
    with django_assert_max_num_queries(14):
        board_of(anna, default_pipeline(), Wanted())
