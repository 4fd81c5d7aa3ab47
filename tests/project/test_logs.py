"""What the process writes about itself (T21, T31)."""

import json
import os
import subprocess
import sys

import pytest

SAY = """
import structlog
log = structlog.get_logger("foyer.x")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("it_went_wrong", portal=3, password="hunter2")
log.debug("not_asked_for")
"""
REFUSE = """
from django.test import Client
Client().get("/healthz/", headers={"host": "evil<script>"})
"""


def logged(tmp_path, log_format: str, program: str = SAY) -> str:
    own = {"FOYER_DATA": str(tmp_path), "FOYER_LOG_FORMAT": log_format, "FOYER_DATABASE_URL": ""}
    environment = {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "foyer.project.settings"}
    command = [sys.executable, "-m", "foyer", "shell", "--no-imports", "-v", "0", "-c", program]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stderr


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_an_error_is_written_with_its_trace_and_without_secrets(tmp_path, log_format):
    said = logged(tmp_path, log_format)
    assert "ZeroDivisionError: division by zero" in said
    assert "Traceback" in said
    assert "hunter2" not in said
    assert "not_asked_for" not in said


def test_machines_get_a_line_an_event(tmp_path):
    line = json.loads(logged(tmp_path, "json"))
    assert (line["event"], line["level"], line["portal"]) == ("it_went_wrong", "error", 3)


def test_what_was_refused_is_one_line(tmp_path):
    """T36."""
    said = logged(tmp_path, "text", REFUSE)
    assert "Invalid HTTP_HOST header" in said
    assert "Traceback" not in said
