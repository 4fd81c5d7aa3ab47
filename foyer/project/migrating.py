"""Bringing the database up to date."""

from typing import TYPE_CHECKING, cast

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor

if TYPE_CHECKING:
    from django.db.migrations.state import StateApps


def bring_up_to_date() -> None:
    """Makes all tables of a new database; applies to any other the migrations that are missing.

    That none is missing is one question, and Django's command takes half a second.
    A migration in place of others that were applied counts as missing until it is recorded.
    """
    executor = MigrationExecutor(connection)
    recorded, loader = executor.recorder.applied_migrations(), executor.loader
    if not connection.introspection.table_names():
        _make_tables(executor)
    elif executor.migration_plan(loader.graph.leaf_nodes()) or loader.replacements.keys() - recorded.keys():
        call_command("migrate", verbosity=0, interactive=False)


def _make_tables(executor: MigrationExecutor) -> None:
    """As the models say, with all migrations recorded, at once or not at all.

    Replaying them costs five times as much and ends in the same. Of what they do besides, only what ours lay into new
    tables is done; those of others have nothing to change yet.
    """
    plan = [migration for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    with connection.schema_editor() as editor:
        editor.create_model(executor.recorder.Migration)
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        for operation in _ours(plan):
            operation.code(cast("StateApps", apps), editor)
        for migration in plan:
            for app, name in [*migration.replaces, (migration.app_label, migration.name)]:
                executor.recorder.record_applied(app, name)
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def _ours(plan: list[Migration]) -> list[RunPython]:
    ours = [migration for migration in plan if type(migration).__module__.startswith("foyer.")]
    return [operation for migration in ours for operation in migration.operations if isinstance(operation, RunPython)]
