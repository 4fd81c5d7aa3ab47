"""Deals as a board and as a forecast; as a list they stand with the other lists."""
