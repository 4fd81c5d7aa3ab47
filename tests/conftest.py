"""Every test runs in a folder of its own, on the database that FOYER_DATABASE_URL names (SQLite without it)."""

import os
import tempfile

import pytest
from hypothesis import settings

os.environ.setdefault("FOYER_DATA", tempfile.mkdtemp(prefix="foyer-tests-"))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's sync API keeps an event loop in the thread
settings.register_profile("foyer", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("foyer")


def pytest_configure():
    """No test pulls the plug of its own database, so it need not wait for the disk."""
    from django.conf import settings as django_settings

    options = django_settings.DATABASES["default"].get("OPTIONS", {})
    if "init_command" in options:
        options["init_command"] += "PRAGMA synchronous=OFF;"


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
