"""What is deleted is overwritten in the file too, and not only let go (B20)."""

from django.db import connection


def overwrite_deleted() -> None:
    """From now on, for this thread's connection; on PostgreSQL its vacuum sees to it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
