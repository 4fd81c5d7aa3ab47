"""The database of one process of the tests: a copy of tables that were made once."""

import functools
import os
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from foyer.crm.pipelines import lay_first_pipeline
from foyer.project.migrating import bring_up_to_date
from tests.tables import alone, copy_tables

TEMPLATE = "tables"
LAID = {"django_content_type", "auth_permission", "django_migrations"}  # laid by the migrations, changed by nobody


def use_copied_tables() -> None:
    """Leads the connection to a database of this process's own with all tables, and nothing else in them."""
    _lead_to(_file() if connection.vendor == "sqlite" else _database())


def empty_tables(_case: object = None) -> None:
    """As after the migrations; in place of Django's, which empties what is empty too, and lays permissions anew."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # else each row is looked for in all tables that could lead to it
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(_which_are_filled())
        for (name,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {name}")
        lay_first_pipeline()


@functools.cache
def _which_are_filled() -> str:
    """Asks for the names of the tables with something in them."""
    names = [name for name in connection.introspection.django_table_names(only_existing=True) if name not in LAID]
    quoted = [connection.ops.quote_name(name) for name in names]
    return " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in quoted)


def _file() -> str:
    name = str(settings.DATABASES["default"]["TEST"]["NAME"])
    copy_tables(Path(name))
    return name


def _database() -> str:
    """On PostgreSQL: the first process makes the tables, all copy."""
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with alone(Path(os.environ["TESTS_FOLDER"])):
        if _create(TEMPLATE, "template0"):
            _lead_to(TEMPLATE)
            bring_up_to_date()
        _create(name, TEMPLATE)
    return name


def _create(name: str, template: str) -> bool:
    """False when it is there already."""
    connection.close()
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return False
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return True


def _lead_to(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
