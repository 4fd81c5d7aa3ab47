"""Business hours with breaks, nights, holidays and clocks that are put forward and back (B22)."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foyer.portals.hours import Hours, NotHours, spans_of

BERLIN = "Europe/Berlin"
DAILY = ["9:00-12:30, 13:30-18:00"] * 5 + ["10:00-14:00", ""]
ZONES = (BERLIN, "America/New_York", "Australia/Lord_Howe", "America/Asuncion", "Asia/Kathmandu", "UTC", "Asia/Beirut")
MINUTE = dt.timedelta(minutes=1)


def spans_text(spans):
    return ", ".join(f"{begin:%H:%M}-{end:%H:%M}" for begin, end in spans)


times = st.builds(dt.time, st.integers(0, 23), st.integers(0, 59))
weeks = st.lists(st.lists(st.tuples(times, times), max_size=3).map(spans_text), min_size=7, max_size=7)
FIRST = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
moments = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: FIRST + minutes * MINUTE)
everywhere = st.builds(lambda zone, week: Hours.typed(zone, week, ""), st.sampled_from(ZONES), weeks)


def hours(week=None, days="", zone=BERLIN):
    return Hours.typed(zone, week or DAILY, days)


def at(text, zone=BERLIN):
    return dt.datetime.fromisoformat(text).replace(tzinfo=hours(zone=zone).zone)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-30T08:59", False), ("2026-11-30T09:00", True), ("2026-11-30T12:30", False),
        ("2026-11-30T13:30", True), ("2026-11-30T18:00", False), ("2026-11-29T12:00", False),
    ],
)  # fmt: skip
def test_breaks_evenings_and_sundays_are_closed(moment, is_open):
    assert hours().is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "back"),
    [
        ("2026-11-30T12:45", "2026-11-30T13:30"), ("2026-11-30T20:00", "2026-12-01T09:00"),
        ("2026-11-28T15:00", "2026-11-30T09:00"),
    ],
)  # fmt: skip
def test_it_is_said_when_somebody_is_back(moment, back):
    assert hours().next_opening(at(moment)) == at(back)


def test_a_night_goes_on_into_the_next_day():
    night = hours(["22:00-6:00"] + [""] * 6)
    assert [night.is_open(at(f"2026-12-01T0{hour}:00")) for hour in (0, 5, 6)] == [True, True, False]
    assert not night.is_open(at("2026-11-30T05:00"))


def test_midnight_to_midnight_is_the_whole_day():
    whole = hours(["0:00-24:00"] * 7)
    assert [whole.is_open(at(f"2026-11-30T{time}")) for time in ("00:00", "12:00", "23:59")] == [True] * 3


def test_holidays_come_once_or_every_year_and_may_have_hours():
    own = hours(days="12-25 Christmas\n2026-12-24 9:00-12:00 Christmas Eve\n")
    assert [own.is_open(at(f"2026-12-{day}T10:00")) for day in (23, 24, 25)] == [True, True, False]
    assert [own.is_open(at(f"2026-12-{day}T14:00")) for day in (23, 24)] == [True, False]
    assert (own.is_open(at("2027-12-24T14:00")), own.is_open(at("2028-12-25T10:00"))) == (True, False)
    assert own.days[1].name == "Christmas Eve"


def test_a_time_that_clocks_leave_out_is_when_they_go_on():
    early = hours(["2:15-4:00"] * 7)
    assert early.next_opening(at("2026-03-29T01:00")) == dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC)
    assert early.is_open(dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC))


def test_an_hour_that_comes_twice_is_open_twice():
    early = hours(["2:00-3:00"] * 7)
    moments = [dt.datetime(2026, 10, 25, 0, tzinfo=dt.UTC) + n * 30 * MINUTE for n in range(-1, 5)]
    assert [early.is_open(moment) for moment in moments] == [False, True, True, True, True, False]


@pytest.mark.parametrize("text", ["9-12", "25:00-26:00", "9:00-", "morning", "9:61-10:00", ",".join(["1:00-2:00"] * 7)])
def test_what_are_no_hours_is_refused(text):
    with pytest.raises(NotHours):
        spans_of(text)


@pytest.mark.parametrize("day", ["2026-13-01", "Christmas", "02-30", "2026-02-29"])
def test_what_is_no_day_or_zone_is_refused(day):
    with pytest.raises(NotHours):
        hours(days=day)
    with pytest.raises(NotHours):
        hours(zone="../etc/passwd")


@given(everywhere, moments)
def test_the_next_opening_is_open_and_nothing_before_it_is(hours, moment):
    back = hours.next_opening(moment)
    if back is None:
        assert not any(hours.week)
        return
    assert back > moment
    assert hours.is_open(back)
    if not hours.is_open(moment):
        steps = [moment + (back - moment) * share / 7 for share in range(7)]
        assert not any(hours.is_open(step) for step in [*steps, back - MINUTE / 60] if step >= moment)


@given(everywhere, moments)
def test_away_from_changes_of_clocks_it_is_what_the_clock_on_the_wall_says(hours, moment):
    local = moment.astimezone(hours.zone)
    around = {(moment + dt.timedelta(hours=n)).astimezone(hours.zone).utcoffset() for n in range(-50, 51, 5)}
    if len(around) > 1:
        return
    today, yesterday = hours.week[local.weekday()], hours.week[local.weekday() - 1]
    now = local.time().replace(tzinfo=None)
    said = any(begin <= now < end or (end <= begin and now >= begin) for begin, end in today)
    assert hours.is_open(moment) is (said or any(end <= begin and now < end for begin, end in yesterday))


@given(st.lists(st.tuples(times, times), max_size=3))
def test_hours_are_read_as_they_are_written(spans):
    assert spans_of(spans_text(spans)) == tuple(sorted(spans))
