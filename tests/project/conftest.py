"""Anna the administrator, Boris the agent of one shop, and another shop that is not his."""

import pytest

from tests.desk.house import _contexts_are_told, anna, as_anna, as_boris, boris, other_shop, shop, stranger
from tests.project.world import ids_of

__all__ = ["_contexts_are_told", "anna", "as_anna", "as_boris", "boris", "other_shop", "shop", "stranger"]


@pytest.fixture
def own(shop):
    return ids_of(shop, "Own")


@pytest.fixture
def foreign(other_shop, own):
    return ids_of(other_shop, "Foreign")
