"""The database is brought up to date at each start, and nothing is done when it is."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from foyer.project import migrating

pytestmark = pytest.mark.django_db


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
    MigrationRecorder(connection).record_unapplied(app, "0001_tables")
    migrating.bring_up_to_date()
    assert asked == ["migrate"]
