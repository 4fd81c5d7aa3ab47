"""A page of a list goes on right after its last row, however many rows have the same value (P5)."""

import datetime as dt

import pytest

from foyer.events.models import Event
from foyer.lib.keyset import beyond

pytestmark = pytest.mark.django_db
MORNING = dt.datetime(2026, 11, 12, 9, tzinfo=dt.UTC)


@pytest.fixture
def rows():
    """Twelve, of which four each have the same time."""
    Event.objects.bulk_create(
        Event(kind="Made", at=MORNING + dt.timedelta(microseconds=number % 3), subject_id=number)
        for number in range(12)
    )
    return list(Event.objects.filter(kind="Made").order_by("at", "pk"))


def test_downwards_come_all_that_stand_before(rows):
    for place, row in enumerate(rows):
        found = Event.objects.filter(beyond("at", row.at, row.pk), kind="Made").order_by("at", "pk")
        assert list(found) == rows[:place]


def test_upwards_come_all_that_stand_behind(rows):
    for place, row in enumerate(rows):
        found = Event.objects.filter(beyond("at", row.at, row.pk, downwards=False), kind="Made").order_by("at", "pk")
        assert list(found) == rows[place + 1 :]


def test_numbers_are_compared_as_numbers(rows):
    found = Event.objects.filter(beyond("subject_id", 9, 0), kind="Made").order_by("subject_id")
    assert [row.subject_id for row in found] == list(range(9))
