"""Moments read back from SQLite, which keeps them as text: the most frequent thing that a page asks of it (P5)."""

import datetime as dt
from typing import Any

from django.db.backends.sqlite3.operations import DatabaseOperations

LENGTHS = {len("2026-11-12 14:22:05"), len("2026-11-12 14:22:05.123456")}
"""Of what Django writes, with and without microseconds."""


class Operations(DatabaseOperations):
    """Django's, with less around the same answer."""

    def convert_datetimefield_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """What Django wrote is ISO without a zone and means UTC; whatever else stands there is Django's to read."""
        if type(value) is str and len(value) in LENGTHS:
            value = dt.datetime.fromisoformat(value)
        if type(value) is dt.datetime:  # of a column; of what was worked out, as the newest of some, a text
            return value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        return value if value is None else super().convert_datetimefield_value(value, expression, connection)
