"""Foyer: the room in which a company receives people."""
