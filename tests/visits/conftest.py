"""A portal, a journal and a fold."""

import pytest

from foyer.portals.models import EmbedCode, Portal
from foyer.presence.board import Board
from foyer.team.models import Organisation
from foyer.team.queries import forget_organisation
from foyer.visits.fold import Fold
from foyer.visits.journal import Journal
from tests.visits.hits import KEY


@pytest.fixture
def portal(db):
    Organisation.objects.create(name="Linden & Oak", time_zone="Europe/Berlin")
    forget_organisation()
    made = Portal.objects.create(name="Demo shop", site_url="https://shop.example", domains=["shop.example"])
    EmbedCode.objects.create(portal=made, name="Whole website", key=KEY)
    yield made
    forget_organisation()


@pytest.fixture
def board():
    return Board()


@pytest.fixture
def journal(tmp_path):
    made = Journal(tmp_path / "journal.sqlite3")
    made.start()
    yield made
    made.close()


@pytest.fixture
def fold(portal, journal, board):
    return Fold(journal, board, lambda: {KEY: portal.pk})
