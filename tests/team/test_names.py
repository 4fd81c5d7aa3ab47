"""Who is there, and who is in whose teams, is kept in memory until somebody is changed (P5)."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.events.kept import current_edition, within
from foyer.team.actions import deactivate_user
from foyer.team.queries import active_names, mates_of
from foyer.team.teams import create_team, delete_team, set_members
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


def test_whoever_joins_a_team_is_a_mate_at_once(db):
    """In two teams with the same people nobody is named twice; of the teams of others nobody."""
    anna, boris, carla = found_house(), hire(), hire("Carla Cordes")

    def mates():
        with within(current_edition()):
            return [mates_of(user.pk) for user in (anna, boris, carla)]

    assert mates() == [(), (), ()]
    teams = [create_team(anna, name) for name in ("Sales", "Support", "Night")]
    for team, people in zip(teams, ([anna, boris], [anna, boris], [boris, carla]), strict=True):
        set_members(team, anna, people)
    assert mates() == [(anna.pk, boris.pk), (anna.pk, boris.pk, carla.pk), (boris.pk, carla.pk)]
    delete_team(teams[2], anna)
    assert mates() == [(anna.pk, boris.pk), (anna.pk, boris.pk), ()]
