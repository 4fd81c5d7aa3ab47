"""The description of the API is true: schemathesis asks everything it describes, inside this process (T20)."""

import json

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.generation.modes import GenerationMode

from foyer.identity.actions import browser_actor
from foyer.team.actions import create_token
from tests.api.conftest import make_chat, make_customer, make_lead, make_visit

EXAMPLES = 15
RESOURCES = ("portal", "visit", "conversation")
RECORDS = ("leads", "contacts", "accounts", "deals")
READ = [
    *(f"/api/v1/{name}s" for name in RESOURCES),
    *(f"/api/v1/{name}s/{{{name}_id}}" for name in RESOURCES),
    "/api/v1/conversations/{conversation_id}/messages",
    *(f"/api/v1/{plural}" for plural in (*RECORDS, "activities")),
    *(f"/api/v1/{plural}/{{record_id}}" for plural in (*RECORDS, "activities")),
]
WRITTEN = [
    *(("POST", f"/api/v1/{plural}") for plural in RECORDS),
    *((method, f"/api/v1/{plural}/{{record_id}}") for plural in RECORDS for method in ("PATCH", "DELETE")),
    *(("POST", f"/api/v1/{plural}/{{record_id}}/restoration") for plural in RECORDS),
]
PATHS = {*READ, *(path for _method, path in WRITTEN)}
pytestmark = pytest.mark.django_db


@pytest.fixture
def app():
    """The WSGI application; like the test client's, it leaves the test's own connection open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield WSGIHandler()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(app, anna, shop):
    """The operations, with something to find behind them."""
    actor = browser_actor(shop.pk, "b" * 24)
    make_visit(shop, actor)
    make_chat(shop, actor, anna)
    make_lead(shop, actor=actor)
    make_customer(shop)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    schema.config.update(headers={"Authorization": f"Bearer {create_token(anna, 'test')}"})
    return schema


@pytest.mark.slow
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("path", PATHS)
def test_every_operation_keeps_its_word(described, path, mode):
    """Whatever is asked, the answer is one that the description names; what is not allowed is refused."""

    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None, database=None)
    def keeps_its_word(case):
        case.call_and_validate()

    keeps_its_word()


def test_all_operations_are_asked(client):
    assert set(client.get("/api/v1/openapi.json").json()["paths"]) == set(PATHS)


def test_the_description_loads_nothing_from_elsewhere(client):
    """OpenAPI 3.1, without a page of documentation that would need scripts of others."""
    told = client.get("/api/v1/openapi.json")

    assert told.json()["openapi"].startswith("3.1")
    assert client.get("/api/v1/docs").status_code == 404
    assert "http" not in json.dumps(told.json()["paths"]).replace("HTTP", "")


def test_the_description_documents_problems(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    for operation in (operation for path in paths.values() for operation in path.values()):
        assert {"401", "404", "422", "429", "500"} <= operation["responses"].keys()
        assert list(operation["responses"]["404"]["content"]) == ["application/problem+json"]


def test_the_client_of_the_description_needs_no_session():
    assert Client().get("/api/v1/openapi.json").cookies == {}
