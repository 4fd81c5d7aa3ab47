"""What holds for every test; where its data lies is said in settings.py."""

import os

import pytest
from hypothesis import settings

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's sync API keeps an event loop in the thread
settings.register_profile("foyer", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("foyer")


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
