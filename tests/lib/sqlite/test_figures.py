"""SQLite chooses an index by what is in the tables (P5)."""

import contextlib
import sqlite3

import pytest
from django.db import connection

from foyer.lib.sqlite.figures import renew_figures

LOOK = "SELECT * FROM thing WHERE kind = 1 AND place = 7"


@pytest.fixture
def things(transactional_db):
    """All are of one kind and each has a place of its own, which nothing but the figures tells."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's autovacuum keeps its own figures")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, kind INTEGER, place INTEGER)")
        cursor.execute("CREATE INDEX by_place ON thing (place)")
        cursor.execute("CREATE INDEX by_kind ON thing (kind)")
        cursor.executemany("INSERT INTO thing (kind, place) VALUES (1, %s)", [(place,) for place in range(500)])
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE thing")
        cursor.execute("DROP TABLE IF EXISTS sqlite_stat1")


@pytest.mark.both
def test_the_figures_are_renewed_on_either_database(transactional_db):
    renew_figures()
    renew_figures()


def test_a_connection_that_is_open_chooses_by_the_new_figures(things):
    renew_figures()
    with contextlib.closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        before = other.execute(f"EXPLAIN QUERY PLAN {LOOK}").fetchone()[3]
        with connection.cursor() as cursor:
            cursor.execute("UPDATE thing SET kind = id, place = 7")
        renew_figures()
        other.execute(LOOK).fetchone()  # what is only explained does not look whether the schema has changed
        after = other.execute(f"EXPLAIN QUERY PLAN  {LOOK}").fetchone()[3]
    assert ("by_place" in before, "by_kind" in after) == (True, True)
