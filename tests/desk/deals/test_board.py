"""Moving deals over the board."""

import datetime as dt
import html
import re

import pytest
import time_machine

from foyer.crm.actions import create_record
from foyer.crm.board import Card
from foyer.crm.models import Deal
from foyer.crm.pipelines import stage_called
from foyer.desk.deals.page import next_step_words
from foyer.events.models import Event
from foyer.team.models import AccessProfile

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def sale(by, name: str = "Bench", **values) -> Deal:
    return create_record("deal", by, {"name": name} | values)


def move(client, deal: Deal, stage: str, **more: str):
    values = {"stage": stage_called(stage).pk} | more
    return client.post(f"/deals/{deal.pk}/stage/", values, headers=HTMX)


def with_profile(user, **deal_rights) -> None:
    user.access_profile = AccessProfile.objects.create(name="Sales", modules={"deal": deal_rights})
    user.save()


def test_the_board_shows_each_deal_in_its_column(as_boris, boris):
    sale(boris, "Courtyard seating", amount="6140")
    page = as_boris.get("/deals/board/").content.decode()
    assert "Courtyard seating" in page
    assert "€6,140" in page


@pytest.mark.parametrize(
    ("moment", "words"), [("12T22:50", ""), ("12T23:10", "today"), ("13T22:50", "today"), ("13T23:10", "1 d late")]
)
def test_a_next_step_is_late_once_its_day_is_over_where_the_house_is(boris, moment, words):
    """D23: a whole day in Berlin begins at 23:00 of the day before in UTC, in which moments are kept."""
    card = Card(sale(boris), dt.datetime(2026, 11, 12, 23, tzinfo=dt.UTC))
    with time_machine.travel(f"2026-11-{moment}:00+00:00"):
        assert next_step_words(card)[0] == words


def test_an_empty_board_shows_its_columns(as_boris):
    page = as_boris.get("/deals/board/").content.decode()
    assert all(name in page for name in ("New", "Quote sent", "Negotiation", "Order confirmed", "Won", "Lost"))
    assert "No deals here" in page


def test_a_board_that_a_filter_empties_does_not_say_that_there_are_no_deals(as_boris):
    assert "No deals here" not in as_boris.get("/deals/board/?closing=month").content.decode()


def test_on_its_last_day_a_month_has_no_days_left_to_count(as_boris):
    with time_machine.travel("2026-11-30T12:00:00+00:00"):
        assert "last day of the month" in as_boris.get("/deals/board/").content.decode()


def test_a_deal_that_is_moved_stays_there_and_says_so_in_its_feed(as_boris, boris):
    deal = sale(boris)
    answer = move(as_boris, deal, "negotiation")
    deal.refresh_from_db()
    assert (deal.stage.key, deal.probability, answer.status_code) == ("negotiation", 70, 200)
    assert Event.objects.filter(kind="DealMoved", actor=deal.actor_id).count() == 1


def test_a_move_can_be_taken_back(as_boris, boris):
    deal = sale(boris)
    assert f'name="stage" value="{deal.stage_id}"' in move(as_boris, deal, "won").content.decode()
    move(as_boris, deal, "new")
    deal.refresh_from_db()
    assert (deal.state, deal.closed_at) == ("open", None)


def test_a_lost_deal_asks_why_and_keeps_the_answer(as_boris, boris):
    deal = sale(boris)
    assert "Why was it lost?" in move(as_boris, deal, "lost").content.decode()
    as_boris.post(f"/deals/{deal.pk}/stage/", {"lost_reason": "price"}, headers=HTMX)
    deal.refresh_from_db()
    assert (deal.state, deal.lost_reason) == ("lost", "price")


def test_without_script_a_move_leads_back_to_the_board(as_boris, boris):
    answer = as_boris.post(f"/deals/{sale(boris).pk}/stage/", {"stage": stage_called("won").pk})
    assert (answer.status_code, answer["Location"]) == (302, "/deals/board/")


@pytest.mark.parametrize("stage", ["", "0", "99999999", "-1", "x", "1e9", "9" * 40])
def test_a_stage_that_does_not_exist_changes_nothing(as_boris, boris, stage):
    deal = sale(boris)
    assert as_boris.post(f"/deals/{deal.pk}/stage/", {"stage": stage}, headers=HTMX).status_code == 400
    assert Deal.objects.get().stage_id == deal.stage_id


def test_who_may_only_look_moves_nothing(as_boris, boris, anna):
    deal = sale(anna)
    with_profile(boris, verbs=["view"], scope="all")
    assert move(as_boris, deal, "won").status_code == 403
    assert b"data-movable" not in as_boris.get("/deals/board/").content


def test_a_deal_of_somebody_else_is_not_there_for_who_sees_only_own_ones(as_boris, boris, anna):
    deal = sale(anna, "Secret sale")
    with_profile(boris, verbs=["view", "edit"], scope="own")
    assert move(as_boris, deal, "won").status_code == 404
    assert b"Secret sale" not in as_boris.get("/deals/board/").content


@pytest.mark.parametrize("path", ["/deals/board/", "/deals/forecast/", "/deals/board/1/"])
def test_a_hidden_module_is_not_there(as_boris, boris, path):
    with_profile(boris, verbs=[])
    assert as_boris.get(path).status_code == 404


def test_the_next_cards_come_when_asked_for(as_boris, boris):
    for number in range(22):
        sale(boris, f"Bench {number:02}")
    page = as_boris.get("/deals/board/").content.decode()
    assert "2 more" in page
    assert "Bench 20" not in page
    more = f"/deals/board/?shown={stage_called('new').pk}%3A40"
    assert f'hx-get="{more}"' in page
    longer = as_boris.get(more, headers=HTMX).content.decode()
    assert [longer.count(f">Bench {number:02}</a>") for number in range(22)] == [1] * 22
    assert "more</a>" not in longer


def test_a_column_of_which_more_is_shown_stays_as_long_when_the_board_is_fetched_again(as_boris, boris):
    stage = stage_called("new").pk
    for number in range(22):
        sale(boris, f"Bench {number:02}")
    board = as_boris.get(f"/deals/board/?owner=me&shown={stage}:40", headers=HTMX).content.decode()
    again = html.unescape(re.search(r'data-board hx-get="([^"]+)"', board)[1])
    assert as_boris.get(again, headers=HTMX).content.decode().count("data-card=") == 22
    moved = as_boris.post(
        f"/deals/{Deal.objects.first().pk}/stage/{again.partition('board/')[2]}", {"stage": stage}, headers=HTMX
    )
    assert moved.content.decode().count("data-card=") == 22


def test_past_some_hundred_cards_a_column_only_says_how_many_there_are(as_boris, boris, monkeypatch):
    monkeypatch.setattr("foyer.desk.deals.page.MOST_CARDS", 20)
    for number in range(22):
        sale(boris, f"Bench {number:02}")
    board = as_boris.get(f"/deals/board/?shown={stage_called('new').pk}:40").content.decode()
    assert board.count("data-card=") == 20
    assert "2 more</span>" in board


ODD = ["owner=x", "owner=%00", "pipeline=abc", "pipeline=9999", "closing=%F0"]
ODD += [
    f"shown={text}" for text in ("", "x", "1", "1:-1", "1:99999999", f"{'9' * 30}:40", "%00:1", "1:40:2", "\u0661:40")
]


@pytest.mark.parametrize("query", ODD)
def test_odd_addresses_show_the_plain_board(as_boris, boris, query):
    sale(boris)
    assert as_boris.get(f"/deals/board/?{query}").status_code == 200


def test_the_forecast_lists_six_months(as_boris, boris):
    sale(boris, amount="1000")
    assert as_boris.get("/deals/forecast/").content.decode().count("<tr data-row>") == 6


def hiding(user, *keys) -> None:
    fields = {"deal": dict.fromkeys(keys, "hidden")}
    user.access_profile = AccessProfile.objects.create(name="Fields", fields=fields)
    user.save()


def board_of(client, query="") -> str:
    return client.get(f"/deals/board/{query}").content.decode()


@pytest.mark.parametrize("key", ["amount", "stage", "probability", "close_date", "closed_at"])
def test_there_is_no_forecast_without_all_that_it_is_made_of(as_boris, boris, key):
    """T7."""
    sale(boris, "Courtyard seating", amount="6140")
    assert "/deals/forecast/" in as_boris.get("/deals/").content.decode()
    hiding(boris, key)
    assert as_boris.get("/deals/forecast/").status_code == 404
    assert "/deals/forecast/" not in as_boris.get("/deals/").content.decode()


def test_a_hidden_amount_is_neither_on_cards_nor_in_sums(as_boris, boris):
    sale(boris, "Courtyard seating", amount="6140")
    hiding(boris, "amount")
    page = board_of(as_boris)
    assert "Courtyard seating" in page
    assert not re.search(r"6,?140|€", page)


def test_where_stages_are_hidden_the_list_stands_for_the_board(as_boris, boris):
    deal = sale(boris)
    hiding(boris, "stage")
    answer = as_boris.get("/deals/board/")
    assert (answer.status_code, answer["Location"]) == (302, "/deals/")
    assert ">Board<" not in as_boris.get("/deals/").content.decode()
    assert move(as_boris, deal, "won").status_code == 403


def test_a_stage_that_is_only_read_is_moved_by_nothing(as_boris, boris):
    deal = sale(boris)
    boris.access_profile = AccessProfile.objects.create(name="Fields", fields={"deal": {"stage": "read"}})
    boris.save()
    assert "data-movable" not in board_of(as_boris)
    assert move(as_boris, deal, "won").status_code == 403


def test_a_hidden_owner_or_day_neither_narrows_nor_orders(as_boris, boris, anna):
    """What is left out says as much as what is shown."""
    last = sale(anna, "Theirs", close_date=dt.date(2026, 3, 1))
    sale(boris, "Mine", close_date=dt.date(2026, 9, 1))
    hiding(boris, "owner", "close_date", "contact", "account")
    page = board_of(as_boris, "?owner=me&closing=month")
    assert page.index("Mine") < page.index("Theirs")
    assert "Anna Albers" not in page
    assert "My deals" not in page
    assert "1 Mar" not in page
    assert last.pk < Deal.objects.get(name="Mine").pk


def test_next_steps_are_not_told_where_activities_are_closed(as_boris, boris):
    sale(boris)
    assert "no next step" in board_of(as_boris)
    boris.access_profile = AccessProfile.objects.create(name="P", modules={"activity": {"verbs": []}})
    boris.save()
    assert "no next step" not in board_of(as_boris)
