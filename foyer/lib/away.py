"""Which errors say that the database cannot be used just now: stopped, locked, or its disk full (R1, R2, R3)."""

from django.db import InterfaceError, OperationalError

AWAY = (InterfaceError, OperationalError)
RETRY_S = 5
"""So long somebody waits before they ask again."""
