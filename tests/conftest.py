"""What holds for every test; where its data lies is said in settings.py."""

import os

import pytest
from django.db import connection
from hypothesis import settings

END_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's sync API keeps an event loop in the thread
settings.register_profile("foyer", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("foyer")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Threads of a server under test keep their connections; PostgreSQL drops no database that somebody is in."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(END_OTHERS)


@pytest.fixture(autouse=True)
def nothing_kept_in_memory():
    """What a process keeps in memory belongs to one test."""
    from foyer.presence.board import board
    from foyer.team.queries import forget_organisation

    forget_organisation()
    board.clear()
    yield
    forget_organisation()
    board.clear()
