"""The figures by which SQLite chooses an index (P5); PostgreSQL's autovacuum keeps its own."""

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

INDEXES = "SELECT name FROM sqlite_master WHERE type = 'index'"


def renew_figures() -> None:
    """Has SQLite look at its tables anew, an index at a time: others write in between.

    Each is looked at as a whole. SQLite can be told to look at a part of it only (analysis_limit), but then takes an
    index of some rows for one of more rows than there are, and sorts the table instead.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(INDEXES)
            for (name,) in cursor.fetchall():
                _look_at(cursor, name)
            _tell_others(cursor)


@transaction.atomic
def _look_at(cursor: CursorWrapper, index: str) -> None:
    cursor.execute(f"ANALYZE {connection.ops.quote_name(index)}")


@transaction.atomic
def _tell_others(cursor: CursorWrapper) -> None:
    """Connections that are open read the figures again only when the schema changes."""
    cursor.execute("CREATE TABLE figures_renewed (at)")
    cursor.execute("DROP TABLE figures_renewed")
