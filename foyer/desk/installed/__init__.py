"""Foyer as an app on a phone or a computer: its worker, and what it shows without a connection (E32)."""
