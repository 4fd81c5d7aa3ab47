"""Foyer, loaded: with this begins whatever runs inside an installation (inside.py)."""

from foyer.__main__ import load

load()
