"""Bringing the database up to date."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def bring_up_to_date() -> None:
    """Applies the migrations that are missing; that none is, is one question, and Django's command takes half a second.

    A migration in place of others that were applied counts as missing until it is recorded.
    """
    executor = MigrationExecutor(connection)
    recorded, loader = executor.recorder.applied_migrations(), executor.loader
    if executor.migration_plan(loader.graph.leaf_nodes()) or loader.replacements.keys() - recorded.keys():
        call_command("migrate", verbosity=0, interactive=False)
