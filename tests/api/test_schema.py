"""The description of the API is true: schemathesis asks everything it describes, inside this process (T20)."""

import functools
import json

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.generation.modes import GenerationMode

from foyer.api.v1.api import api
from foyer.api.v1.auth import TokenThrottle
from foyer.crm.actions import create_record, write_note
from foyer.crm.actions.activities import create_activity
from foyer.crm.modules import MODULES
from foyer.identity.actions import browser_actor
from foyer.identity.models import Claim
from foyer.team.actions import create_token
from tests.api.conftest import make_chat, make_customer, make_lead, make_visit
from tests.team.people import found_house, hire, open_shop

EXAMPLES = settings().max_examples // 20  # `--hypothesis-profile thorough` asks ten times as often
QUICK_EXAMPLES = 4
REFUSED_IN_TRUTH = ["2xx", "401", "403", "404", "409", "412", "422"]
"""What a schema cannot say: that an owner must exist, a pick list have the value, a version still be the one."""
pytestmark = pytest.mark.django_db


@functools.cache
def description():
    """Read once for a process: that takes longer than asking most operations."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())


@pytest.fixture
def connected():
    """Like the test client's, the application leaves the test's own connection open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def token(django_db_setup, django_db_blocker):
    """Anna's; what there is to find is made once for all tests of this file, for it took longer than many of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        anna, boris = found_house(), hire()
        furnish(open_shop(anna, users=[boris]), anna)
        yield create_token(anna, "test")
        transaction.set_rollback(True)


def furnish(shop, anna):
    """Something of each kind."""
    actor = browser_actor(shop.pk, "b" * 24)
    make_visit(shop, actor)
    make_chat(shop, actor, anna)
    make_lead(shop, actor=actor)
    make_lead(shop, "Nina")
    customer = make_customer(shop)
    write_note(customer, anna, "Likes oak.")
    create_activity(anna, {"subject": "Ring", "kind": "call"}, customer)
    create_record("account", anna, {"name": "Jansen", "emails": ["info@jansen.example"]})


@pytest.fixture
def described(token, connected, journal, monkeypatch):
    """The operations, with something to find behind them, asked as often as one likes."""
    monkeypatch.setattr(TokenThrottle, "allow_request", lambda _self, _request: True)
    schema = description()
    schema.config.update(headers={"Authorization": f"Bearer {token}"})
    schema.config.checks.positive_data_acceptance.expected_statuses = REFUSED_IN_TRUTH
    return schema


def operations():
    """All there are: path and method."""
    return [(path, method.upper()) for path, told in api.get_openapi_schema()["paths"].items() for method in told]


@pytest.mark.slow
@pytest.mark.parametrize(("path", "method"), operations())
def test_every_operation_keeps_its_word(described, path, method):
    """Whatever is asked, the answer is one that the description names; what is not allowed is refused."""
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        ask(described[path][method], mode, EXAMPLES)


@pytest.mark.slow
@pytest.mark.parametrize(("path", "method"), [one for one in operations() if "{record_id}" in one[0]])
def test_every_operation_keeps_its_word_of_what_is_there(described, path, method):
    """Ids that are made up seldom are one of a record: the same with one that is."""
    plural = path.split("/")[3]
    model = next(module.model for module in MODULES.values() if module.plural == plural)
    there = {"record_id": model.objects.first().pk}
    if "identifier_id" in path:
        there["identifier_id"] = Claim.objects.filter(actor=model.objects.first().actor)[0].identifier_id
    ask(described[path][method], GenerationMode.POSITIVE, EXAMPLES, there)


@pytest.mark.parametrize(
    ("path", "method"), [("/api/v1/leads", "GET"), ("/api/v1/deals", "POST"), ("/api/v1/contacts/{record_id}", "PATCH")]
)
def test_some_operations_keep_their_word(described, path, method):
    """The same for a few, with few examples: the rest takes minutes."""
    ask(described[path][method], GenerationMode.POSITIVE, QUICK_EXAMPLES)


def ask(operation, mode, examples, there=None):
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=examples, suppress_health_check=list(HealthCheck), deadline=None, database=None)
    def keeps_its_word(case):
        case.path_parameters.update(there or {})
        case.call_and_validate(headers=dict(operation.schema.config.headers or {}))

    keeps_its_word()


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
