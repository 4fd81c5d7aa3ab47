"""The figures by which SQLite chooses an index (P5); PostgreSQL's autovacuum keeps its own."""

from django.db import connection, transaction

ROWS_LOOKED_AT = 1000  # of each index: enough to choose by, and a quarter of a second where the tables hold millions


def renew_figures() -> None:
    """Has SQLite look at its tables anew.

    Connections that are open read the figures again only when the schema changes, so the table of figures is made anew.
    """
    if connection.vendor != "sqlite":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {ROWS_LOOKED_AT}")
        cursor.execute("DROP TABLE IF EXISTS sqlite_stat1")
        cursor.execute("ANALYZE")
