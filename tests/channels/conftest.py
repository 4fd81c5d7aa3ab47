"""The same people as in the tests of conversations."""

from tests.conversations.conftest import anna, boris, shop, vera

__all__ = ["anna", "boris", "shop", "vera"]
