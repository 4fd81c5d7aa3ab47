"""The calendar of activities (E16)."""

import datetime as dt

import pytest
import time_machine

from foyer.crm.actions.activities import create_activity
from tests.crm.people import lead

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 12, 12, tzinfo=dt.UTC)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False):
        yield


def task(by, subject="Send quote", about=None, **values):
    return create_activity(by, {"subject": subject} | values, about)


def days(answer) -> dict[str, list[str]]:
    """What stands on which day."""
    cells = [cell for week in answer.context["page"].weeks for cell in week]
    return {str(cell.date): [row.activity.subject for row in cell.rows] for cell in cells}


def test_a_month_is_whole_weeks(as_boris):
    found = list(days(as_boris.get("/activities/calendar/")))
    assert (found[0], found[-1], len(found)) == ("2026-10-26", "2026-12-06", 42)
    assert len(days(as_boris.get("/activities/calendar/?day=2027-02-10"))) == 28


def test_a_week_is_seven_days(as_boris):
    found = list(days(as_boris.get("/activities/calendar/?view=week")))
    assert (found[0], found[-1], len(found)) == ("2026-11-09", "2026-11-15", 7)


def test_each_activity_stands_on_its_day_by_the_users_clock(as_boris, boris):
    task(boris, "Late evening", due_at=dt.datetime(2026, 11, 13, 23, 30, tzinfo=dt.UTC))
    task(boris, "Whole day", due_at="2026-11-14", all_day=True)
    found = days(as_boris.get("/activities/calendar/"))
    assert (found["2026-11-13"], found["2026-11-14"]) == ([], ["Whole day", "Late evening"])


def test_whole_days_stay_on_their_day_wherever_one_is(as_boris, boris):
    boris.time_zone = "America/Los_Angeles"
    boris.save()
    task(boris, "Whole day", due_at="2026-11-14", all_day=True)
    assert days(as_boris.get("/activities/calendar/?view=week"))["2026-11-14"] == ["Whole day"]


def test_mine_at_first_and_everybodys_when_asked(as_boris, boris, anna):
    task(anna, "Theirs", due_at=NOW)
    assert days(as_boris.get("/activities/calendar/"))["2026-11-12"] == []
    assert days(as_boris.get("/activities/calendar/?owner=all"))["2026-11-12"] == ["Theirs"]


def test_a_full_day_says_how_many_more_there_are(as_boris, boris):
    for number in range(6):
        task(boris, f"Call {number}", due_at=NOW)
    page = as_boris.get("/activities/calendar/").content.decode()
    assert "3 more" in page
    assert len(days(as_boris.get("/activities/calendar/?view=week"))["2026-11-12"]) == 6


def test_moved_to_another_day_it_keeps_its_hour_and_can_be_taken_back(as_boris, boris):
    made = task(boris, due_at=NOW)
    page = as_boris.post(f"/activities/{made.pk}/time/", {"day": "2026-12-01"}, headers=HTMX).content.decode()
    made.refresh_from_db()
    assert made.due_at == dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
    assert "Send quote is due on Tue 1 Dec now" in page
    assert 'name="day" value="2026-11-12"' in page


@pytest.mark.parametrize(("to", "day"), [("today", 12), ("tomorrow", 13), ("next_week", 16)])
def test_a_menu_moves_too(as_boris, boris, to, day):
    made = task(boris)
    as_boris.post(f"/activities/{made.pk}/time/", {"to": to}, headers=HTMX)
    made.refresh_from_db()
    assert (made.all_day, made.due_at) == (True, dt.datetime(2026, 11, day - 1, 23, tzinfo=dt.UTC))


@pytest.mark.parametrize("day", ["", "soon", "0000-00-00", "9999-12-31", "2026-11-31", "\x00"])
def test_a_day_that_no_calendar_has_is_refused(as_boris, boris, day):
    made = task(boris)
    assert as_boris.post(f"/activities/{made.pk}/time/", {"day": day}, headers=HTMX).status_code == 400


@pytest.mark.parametrize(
    "query", ["day=x", "day=9999-12-31", "day=0001-01-01", "view=%00", "owner=%F0", "day=2026-13-01"]
)
def test_odd_addresses_show_the_current_month(as_boris, query):
    assert "2026-11-12" in days(as_boris.get(f"/activities/calendar/?{query}"))


@pytest.mark.parametrize("each", [1, 12])
def test_the_calendar_needs_the_same_queries_for_any_number(as_boris, boris, shop, each, django_assert_max_num_queries):
    for number in range(each):
        task(boris, f"Task {number}", lead(f"Vera {number}"), due_at=NOW + dt.timedelta(days=number - 4))
    as_boris.get("/activities/calendar/")
    with django_assert_max_num_queries(11):
        as_boris.get("/activities/calendar/?view=week")
