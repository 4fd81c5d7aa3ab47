"""Moments read from PostgreSQL, which tells them as text: the most frequent thing that a page asks of it (P5)."""

import datetime as dt
from typing import TYPE_CHECKING

from psycopg.types.datetime import TimestamptzLoader

if TYPE_CHECKING:
    from psycopg.abc import Buffer

LENGTH = len("2026-11-12 14:22:05.123456+00")
YEAR = len("2026")


class MomentLoader(TimestamptzLoader):
    """Psycopg's, with less around the same answer. Django asks it for its `timezone`."""

    timezone = dt.UTC

    def load(self, data: "Buffer") -> dt.datetime:
        """ISO in UTC, as every connection of Django's asks for; whatever else stands there is psycopg's to read."""
        text = str(data, "ascii")
        if text.endswith("+00") and len(text) <= LENGTH and text[YEAR] == "-":
            return dt.datetime.fromisoformat(text)
        return super().load(data).astimezone(dt.UTC)
