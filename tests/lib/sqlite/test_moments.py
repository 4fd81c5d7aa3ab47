"""Moments come back from SQLite as they went in, however they were written."""

import datetime as dt

import pytest
from django.db import connection

from foyer.team.models import User
from tests.team.people import hire

MOMENTS = [
    dt.datetime(2026, 11, 12, 14, 22, 5, 123456, tzinfo=dt.UTC),
    dt.datetime(2026, 11, 12, 14, 22, 5, tzinfo=dt.UTC),
    dt.datetime(1, 1, 1, tzinfo=dt.UTC),
    dt.datetime(2026, 11, 12, 15, 22, 5, 7, tzinfo=dt.timezone(dt.timedelta(hours=1))),
]


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_a_moment_comes_back(db, moment):
    boris = hire()
    User.objects.filter(pk=boris.pk).update(created_at=moment)
    kept = User.objects.get(pk=boris.pk).created_at
    assert (kept, kept.utcoffset()) == (moment, dt.timedelta(0))


@pytest.mark.parametrize(
    "written",
    ["2026-11-12T14:22:05Z", "2026-11-12 14:22:05.000", "2026-11-12 15:22:05+01:00", "2026-11-12T15:22:05.0+0100"],
)
def test_what_others_wrote_is_read_as_well(db, written):
    boris = hire()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE team_user SET created_at = %s WHERE id = %s", [written, boris.pk])
    assert User.objects.get(pk=boris.pk).created_at == MOMENTS[1]
