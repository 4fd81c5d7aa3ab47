"""The same people as in the tests of conversations."""

from tests.conversations.conftest import shop, vera

__all__ = ["shop", "vera"]
