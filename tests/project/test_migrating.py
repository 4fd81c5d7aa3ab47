"""The database is brought up to date at each start, and nothing is done when it is."""

import re
import tempfile
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from foyer.project import migrating
from tests.installation import Installation
from tests.postgres import cluster
from tests.tables import MAKE

pytestmark = pytest.mark.django_db
UNUSED = "auth_group_permissions id "  # the width of a number in a table of Django's depends on the way
RECORDED = "SELECT app || '.' || name FROM django_migrations"
SQLITE = f"SELECT sql FROM sqlite_master UNION ALL {RECORDED}"
POSTGRESQL = f"""
SELECT concat_ws(' ', table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,
                 is_identity) FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
UNION ALL {RECORDED}"""
EMPTY = """from django.db import connection
connection.cursor().execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
"""
PRINT = r"print('\n'.join(row[0].replace('\n', ' ') for row in q if row[0]))"


def told(installation):
    """Columns, indexes, constraints, migrations; their words sorted, as columns may stand elsewhere."""
    sql = POSTGRESQL if installation.database_url else SQLITE
    asked = f"from django.db import connection as c\nq = c.cursor()\nq.execute({sql!r})\n"
    lines = installation.run(asked + PRINT).splitlines()
    return {" ".join(sorted(re.split(r"[\s,()]+", line))) for line in lines if UNUSED not in line}


@pytest.fixture
def asked(monkeypatch):
    """The commands that were called."""
    found = []
    monkeypatch.setattr(migrating, "call_command", lambda *names, **_options: found.append(names[0]))
    return found


def test_nothing_is_done_when_it_is_up_to_date(asked):
    migrating.bring_up_to_date()
    assert asked == []


@pytest.mark.parametrize("app", ["team", "crm"])
def test_what_is_missing_is_applied(asked, app):
    MigrationRecorder(connection).record_unapplied(app, "0001_all_tables")
    migrating.bring_up_to_date()
    assert asked == ["migrate"]


@pytest.mark.slow
@pytest.mark.enable_socket
def test_made_tables_equal_replayed_migrations_on_sqlite(tmp_path):
    replayed, made = (Installation(tmp_path / name) for name in ("replayed", "made"))
    replayed.manage("migrate", "-v", "0")
    made.run(MAKE)
    assert told(made) ^ told(replayed) == set()


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.enable_socket
def test_made_tables_equal_replayed_migrations_on_postgresql(tmp_path):
    with tempfile.TemporaryDirectory(prefix="foyer-made-") as folder, cluster(Path(folder)) as address:
        installation = Installation(tmp_path, database_url=address)
        installation.manage("migrate", "-v", "0")
        replayed = told(installation)
        installation.run(EMPTY + MAKE)
        assert told(installation) ^ replayed == set()
