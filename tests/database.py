"""The database of one process of the tests: a copy of tables that were migrated once."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests.tables import alone, copy_tables

TEMPLATE = "tables"


def use_copied_tables() -> None:
    """Leads the connection to a database of this process's own with all tables, and nothing else in them."""
    _lead_to(_file() if connection.vendor == "sqlite" else _database())


def _file() -> str:
    name = str(settings.DATABASES["default"]["TEST"]["NAME"])
    copy_tables(Path(name))
    return name


def _database() -> str:
    """On PostgreSQL: the first process migrates, all copy."""
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with alone(Path(os.environ["TESTS_FOLDER"])):
        if _create(TEMPLATE, "template0"):
            _lead_to(TEMPLATE)
            call_command("migrate", verbosity=0)
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
