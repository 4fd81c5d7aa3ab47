"""The database that settings name as their ENGINE: Django's for PostgreSQL, reading moments in its own way."""

from django.db.backends.postgresql import base

from foyer.lib.postgresql.moments import MomentLoader


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection of Django's."""

    def init_connection_state(self) -> None:
        """Once for each connection."""
        super().init_connection_state()
        self.connection.adapters.register_loader("timestamptz", MomentLoader)
