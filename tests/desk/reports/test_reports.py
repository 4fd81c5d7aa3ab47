"""Reports on visits: each figure opens exactly its rows, before and after the roll-up (B15, F133)."""

import datetime as dt

import pytest

from foyer.identity.actions import browser_actor
from foyer.portals.actions import deactivate_integration
from foyer.visits.actions import delete_visit
from foyer.visits.models import StaleDay, Tally, Visit
from foyer.visits.reports.rollup import compare, roll_up
from tests.desk.house import visit
from tests.desk.records.rights import limit

pytestmark = pytest.mark.django_db
DAY = 24 * 60
BY = ("source", "page", "country", "device", "medium", "portal")


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 12, 12, tzinfo=dt.UTC), tick=False)


def browser(shop, number):
    return browser_actor(shop.pk, f"browser-{number:014}")


@pytest.fixture
def busy(shop, other_shop):
    """Visits of today, of this month, of the month before, and some of a website that Boris does not see."""
    google = {"source_name": "Google", "medium": "search", "country": "DE", "device": "phone"}
    visit(shop, browser(shop, 1), minutes_ago=30, **google)
    visit(shop, browser(shop, 1), minutes_ago=DAY * 3, number=2, **google)
    visit(
        shop,
        browser(shop, 2),
        minutes_ago=DAY * 3,
        utm={"source": "spring fair"},
        medium="campaign",
        country="FR",
        is_open=False,
    )
    visit(shop, browser(shop, 3), minutes_ago=DAY * 9, first_url="https://shop.example/bench?size=2", device="desktop")
    visit(shop, browser(shop, 4), minutes_ago=DAY * 40, **google)
    visit(other_shop, browser(other_shop, 5), minutes_ago=DAY * 3, **google)


def page_of(client, query=""):
    return client.get(f"/reports/{query}").context["page"]


def rows_behind(client, url) -> int:
    return len(client.get(url).context["list"].rows)


@pytest.mark.parametrize("rolled", [False, True])
@pytest.mark.parametrize("by", BY)
def test_each_figure_opens_exactly_its_visits(as_boris, busy, by, rolled):
    """B15."""
    while rolled and roll_up():
        pass
    page = page_of(as_boris, f"?by={by}")
    assert [number.value for number in page.numbers[:3]] == ["4", "3", "8"]
    assert [rows_behind(as_boris, number.url) for number in page.numbers[:2]] == [4, 3]
    assert page.rows
    for row in page.rows:
        assert rows_behind(as_boris, row.url) == row.visits
        assert rows_behind(as_boris, row.new_url) == row.new


def test_each_bar_opens_the_visits_of_its_day(as_boris, busy):
    """B15."""
    bars = page_of(as_boris, "?days=7").bars.bars
    assert [rows_behind(as_boris, bar.url) for bar in bars] == [0, 0, 0, 2, 0, 0, 1]
    assert "2 visits, 0 visits before" in bars[3].text


def test_an_address_with_and_without_a_query_is_one_page(as_boris, busy):
    rows = page_of(as_boris, "?by=page").rows
    assert [(row.text, row.visits) for row in rows] == [("https://shop.example/bench", 4)]


def test_the_period_before_stands_beside_it(as_boris, busy):
    visits = page_of(as_boris).numbers[0]
    assert (visits.value, visits.before, visits.change) == ("4", "1", "+300 %")


def test_an_administrator_sees_all_websites_and_chooses_one(as_anna, busy, shop):
    assert page_of(as_anna, "?by=portal").numbers[0].value == "5"
    assert page_of(as_anna, f"?by=portal&portal={shop.pk}").numbers[0].value == "4"


def test_what_changes_a_day_that_is_over_is_counted_anew(as_boris, boris, busy):
    while roll_up():
        pass
    delete_visit(Visit.objects.get(country="FR"), boris)
    assert StaleDay.objects.exists()
    assert page_of(as_boris).numbers[0].value == "3"
    while roll_up():
        pass
    assert not StaleDay.objects.exists()
    assert page_of(as_boris).numbers[0].value == "3"
    assert not Tally.objects.filter(value="FR").exists()


def test_tallies_that_are_wrong_are_found(busy):
    while roll_up():
        pass
    assert compare() == 0
    Tally.objects.filter(dimension="").first().delete()
    assert compare() == 1
    roll_up()
    assert compare() == 0


def test_a_report_asks_the_same_queries_for_any_number_of_visits(as_boris, shop, busy, django_assert_num_queries):
    while roll_up():
        pass
    page_of(as_boris)
    with django_assert_num_queries(9):
        page_of(as_boris)
    for number in range(10, 30):
        visit(shop, browser(shop, number), minutes_ago=number, source_name=f"Site {number}")
    with django_assert_num_queries(9):
        page_of(as_boris)


@pytest.mark.parametrize("rolled", [False, True])
def test_a_source_is_one_however_a_campaign_writes_it(as_boris, shop, rolled):
    """B15, F122."""
    visit(shop, browser(shop, 1), minutes_ago=DAY * 3, source_name="Google", is_open=False)
    visit(shop, browser(shop, 2), minutes_ago=DAY * 3, utm={"source": "google"}, is_open=False)
    visit(shop, browser(shop, 3), minutes_ago=DAY * 3, utm={"source": "GOOGLE"}, is_open=False)
    while rolled and roll_up():
        pass
    (line,) = page_of(as_boris, "?by=source").rows
    assert line.text == "Google"
    assert rows_behind(as_boris, line.url) == 3


def test_the_table_comes_down_as_a_file(as_boris, busy):
    """T18: what a spreadsheet would compute is text."""
    Visit.objects.filter(country="FR").update(utm={"source": "=1+1"})
    answer = as_boris.get("/reports/file/?by=source")
    lines = answer.content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "Source,Visits,New visitors,Pages,Seconds,Visits before"
    assert "Google,2,1,4,600,1" in lines
    assert "'=1+1,1,1,2,300,0" in lines


@pytest.mark.parametrize(
    "query",
    ["?from=x&to=y", "?from=2026-11-12&to=2026-11-01", "?from=0001-01-01&to=9999-12-31", "?days=8&by=x"],
)
def test_what_is_no_period_shows_the_usual_one(as_boris, busy, query):
    assert page_of(as_boris, query).numbers[0].value == "4"


@pytest.mark.parametrize("path", ["/reports/", "/reports/file/"])
def test_who_may_see_no_visits_gets_no_report(as_boris, boris, busy, path):
    """F29, T7."""
    limit(boris, {"visit": {"verbs": []}})
    assert as_boris.get(path).status_code == 404


def test_reports_are_gone_while_the_integration_is_off(as_boris, anna, busy):
    """F133, D16."""
    assert 'href="/reports/"' in as_boris.get("/visits/").content.decode()
    deactivate_integration(anna)
    assert as_boris.get("/reports/").status_code == 404
    assert 'href="/reports/"' not in as_boris.get("/visits/").content.decode()


def test_nobody_came_yet(as_boris, shop):
    assert "No visits in this time" in as_boris.get("/reports/").content.decode()
