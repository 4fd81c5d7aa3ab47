"""The fold's portal and journal, and the desk's people."""

from tests.desk.house import anna, as_anna, as_boris, boris, shop, stranger
from tests.visits.conftest import board, fold, journal, portal

__all__ = ["anna", "as_anna", "as_boris", "board", "boris", "fold", "journal", "portal", "shop", "stranger"]
