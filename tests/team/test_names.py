"""The names to choose from are kept in memory until somebody is changed (P5)."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.events.kept import current_edition, within
from foyer.team.actions import deactivate_user
from foyer.team.queries import active_names
from tests.team.people import found_house, hire


def names(queries):
    """Who may be chosen, asked as a request does, with so many queries."""
    with within(current_edition()), CaptureQueriesContext(connection) as asked:
        found = [one.name for one in active_names()]
    assert len(asked) == queries
    return found


def test_whoever_comes_and_goes_is_known_at_once(db):
    anna, boris = found_house(), hire()
    assert names(1) == ["Anna Albers", "Boris Brandt"]
    assert names(0) == ["Anna Albers", "Boris Brandt"]
    deactivate_user(boris, anna)
    assert names(1) == ["Anna Albers"]
