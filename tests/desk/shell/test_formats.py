"""Times, amounts and numbers as people write them (D22, D23)."""

import datetime as dt
import zoneinfo
from collections.abc import Iterator

import pytest
import time_machine
from django.utils import timezone, translation

from foyer.desk.shell import formats

NOW = dt.datetime(2026, 11, 12, 13, 22, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _afternoon_in_berlin() -> Iterator[None]:
    """Thursday 12 November 2026, 14:22 in Berlin."""
    with (
        time_machine.travel(NOW, tick=False),
        timezone.override(zoneinfo.ZoneInfo("Europe/Berlin")),
        translation.override("en"),
    ):
        yield


@pytest.mark.parametrize(
    ("ago", "written"),
    [
        (dt.timedelta(seconds=20), "now"),
        (dt.timedelta(minutes=3, seconds=50), "3 min"),
        (dt.timedelta(hours=2), "12:22"),
        (dt.timedelta(days=2), "Tue 10 Nov"),
        (dt.timedelta(days=400), "8 Oct 2025"),
        (dt.timedelta(minutes=-5), "14:27"),
    ],
)
def test_a_moment_is_told_as_shortly_as_it_can_be(ago: dt.timedelta, written: str) -> None:
    assert formats.when(NOW - ago) == written


@pytest.mark.parametrize(("days", "written"), [(0, "now"), (1, "Wed"), (6, "Fri"), (7, "5 Nov"), (400, "8 Oct 2025")])
def test_where_there_is_little_room_a_day_of_the_last_week_is_its_weekday(days: int, written: str) -> None:
    assert formats.lately(NOW - dt.timedelta(days=days)) == written


def test_a_day_of_the_feed_is_named() -> None:
    assert formats.day(NOW) == "Today, Thursday 12 November"
    assert formats.day(NOW - dt.timedelta(days=1)) == "Yesterday, Wednesday 11 November"
    assert formats.day(dt.date(2025, 3, 2)) == "Sunday 2 March 2025"


def test_a_day_ends_at_midnight_of_the_user() -> None:
    assert formats.day(dt.datetime(2026, 11, 11, 23, 30, tzinfo=dt.UTC)) == "Today, Thursday 12 November"


@pytest.mark.parametrize(
    ("seconds", "written"), [(0, "0 s"), (-3, "0 s"), (40.9, "40 s"), (252, "4 min"), (7830, "2 h 10 min")]
)
def test_a_duration_has_the_units_people_say(seconds: float, written: str) -> None:
    assert formats.minutes(seconds) == written


def test_a_clock_shows_hours_only_when_there_are_some() -> None:
    assert [formats.ticking(seconds) for seconds in (42, 64, 7650)] == ["0:42", "1:04", "2:07:30"]


@pytest.mark.parametrize(
    ("language", "amount", "written"),
    [
        ("en", 840, "€840"),
        ("en", 2318.4, "€2,318.40"),
        ("de", 18400, "18.400\N{NO-BREAK SPACE}€"),
        ("fr", 2318.4, "2\N{NARROW NO-BREAK SPACE}318,40\N{NO-BREAK SPACE}€"),
    ],
)
def test_an_amount_is_written_in_the_language(language: str, amount: float, written: str) -> None:
    with translation.override(language):
        assert formats.money(amount, "EUR") == written


def test_a_capped_count_says_that_there_are_more() -> None:
    assert [formats.count(999), formats.count(1000), formats.count(4000)] == ["999", "1,000+", "1,000+"]


def test_dates_follow_the_language() -> None:
    with translation.override("de"):
        assert formats.date(NOW - dt.timedelta(days=2)) == "Di. 10. Nov."
        assert formats.full(NOW) == "Donnerstag, 12. November 2026, 14:22"
        assert formats.brief(NOW - dt.timedelta(days=2)) == "10. Nov."
        assert formats.brief(NOW - dt.timedelta(days=300)) == formats.date(NOW - dt.timedelta(days=300))


@pytest.mark.parametrize(("waited_s", "state"), [(10, "ok"), (30, "warn"), (59, "warn"), (60, "bad")])
def test_a_wait_turns_amber_from_half_of_the_goal_and_red_past_it(waited_s: int, state: str) -> None:
    assert formats.wait_state(NOW - dt.timedelta(seconds=waited_s), 60) == state
