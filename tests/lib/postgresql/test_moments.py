"""Moments that PostgreSQL tells are read as psycopg reads them, however they are written."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg import DataError

from foyer.lib.postgresql.moments import MomentLoader

TOLD = [
    (b"2026-11-12 14:22:05.123456+00", dt.datetime(2026, 11, 12, 14, 22, 5, 123456, tzinfo=dt.UTC)),
    (b"2026-11-12 14:22:05.1+00", dt.datetime(2026, 11, 12, 14, 22, 5, 100000, tzinfo=dt.UTC)),
    (b"2026-11-12 14:22:05+00", dt.datetime(2026, 11, 12, 14, 22, 5, tzinfo=dt.UTC)),
    (b"2026-11-12 15:22:05+01", dt.datetime(2026, 11, 12, 14, 22, 5, tzinfo=dt.UTC)),
    (b"0001-01-01 00:00:00+00", dt.datetime(1, 1, 1, tzinfo=dt.UTC)),
]


def read(told):
    return MomentLoader(1184).load(told)


@pytest.mark.parametrize(("told", "moment"), TOLD, ids=str)
def test_a_moment_is_read(told, moment):
    assert (read(told), read(told).utcoffset()) == (moment, dt.timedelta(0))
    assert read(memoryview(told)) == moment


@given(st.datetimes(timezones=st.just(dt.UTC)))
def test_every_moment_is_read_as_it_was_written(moment):
    assert read(moment.isoformat(" ").replace("+00:00", "+00").encode()) == moment


@pytest.mark.parametrize("told", [b"infinity", b"10000-01-01 00:00:00+00", b"0044-03-15 00:00:00+00 BC"])
def test_what_is_no_moment_of_ours_is_refused_as_ever(told):
    with pytest.raises(DataError):
        read(told)
