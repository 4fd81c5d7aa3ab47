"""Tallies of days that change after they were counted (B15)."""

import datetime as dt

import pytest

from foyer.visits.models import Visit
from foyer.visits.reports.figures import Figure
from foyer.visits.reports.periods import Period
from foyer.visits.reports.queries import report
from foyer.visits.reports.rollup import roll_up
from tests.visits.hits import hit
from tests.visits.test_fold import fold_all, tell

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 14, 12, tzinfo=dt.UTC)


def comes(journal, fold, page, at, sent):
    """A page view of one moment that is sent at another."""
    opened, sent_ms = round(at.timestamp() * 1000), round(sent.timestamp() * 1000)
    tell(journal, hit(page=page, id=page, at=opened, sent=sent_ms), received_ms=sent_ms)
    fold_all(fold)


@pytest.mark.parametrize("minutes", [[10], [10, 35]])
def test_a_late_hit_that_moves_a_visit_over_midnight_leaves_no_figure_behind(
    journal, fold, portal, time_machine, minutes
):
    time_machine.move_to(NOON, tick=False)
    midnight = dt.datetime(2026, 11, 11, 23, tzinfo=dt.UTC)  # of the 12th in Berlin
    for minute in minutes:
        comes(journal, fold, f"p{minute}", midnight + dt.timedelta(minutes=minute), midnight + dt.timedelta(hours=1))
    roll_up()
    comes(journal, fold, "late", midnight - dt.timedelta(minutes=5), midnight + dt.timedelta(hours=2))
    roll_up()
    assert [visit.day for visit in Visit.objects.all()] == [dt.date(2026, 11, 11)]
    for day in (dt.date(2026, 11, 11), dt.date(2026, 11, 12)):
        period = Period(day, day)
        counted = report([portal.pk], period, "source").total.visits
        assert counted == Figure(period).visits(Visit.objects.all()).count()
