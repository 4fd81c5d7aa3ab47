"""Anna, Boris and their shop."""

import pytest

from foyer.team.queries import forget_organisation
from tests.team.people import found_house, hire, open_shop


@pytest.fixture
def anna(db):
    yield found_house()
    forget_organisation()


@pytest.fixture
def boris(anna):
    return hire("Boris Brandt")


@pytest.fixture
def shop(anna):
    return open_shop(anna)
