"""Who may ask for what, and what others get (T7, T14, T33)."""

import pytest
from django.test import Client

from foyer.api.v1.auth import TokenThrottle
from foyer.identity.actions import browser_actor
from foyer.team.actions import deactivate_user
from foyer.team.models import ApiToken
from tests.api.conftest import Api, make_chat, make_lead, make_visit

PATHS = ("portals", "visits", "leads", "contacts", "accounts", "deals", "activities", "notes", "conversations")


def is_problem(response, status):
    told = response.json()
    return (
        response.status_code == told["status"] == status
        and response["Content-Type"] == "application/problem+json"
        and bool(told["detail"])
        and response["Cache-Control"] == "no-store"
    )


@pytest.mark.parametrize("path", PATHS)
def test_nobody_reads_without_a_token(path, as_anna):
    response = Client().get(f"/api/v1/{path}")

    assert is_problem(response, 401)
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer foyer_wrong", "Bearer ", "Basic YTpi", "Bearer ÿ", "Bearer " + "x" * 5000])
def test_wrong_tokens_are_refused(header, anna):
    assert is_problem(Client(headers={"Authorization": header}).get("/api/v1/leads"), 401)


def test_a_session_is_no_token(anna):
    client = Client()
    client.force_login(anna, backend="django.contrib.auth.backends.ModelBackend")

    assert is_problem(client.get("/api/v1/leads"), 401)


def test_the_token_of_somebody_who_left_is_refused(anna, boris, as_boris):
    deactivate_user(boris, anna)

    assert is_problem(as_boris.get("leads"), 401)


def test_the_use_of_a_token_is_noted_once_a_minute(anna, as_anna):
    as_anna.get("leads")
    first = ApiToken.objects.get().last_used_at
    as_anna.get("leads")

    assert first is not None
    assert ApiToken.objects.get().last_used_at == first


def test_agents_see_their_portals_only(as_boris, as_anna, shop, trade, anna):
    """What may not be seen answers like what does not exist (T7)."""
    actor = browser_actor(trade.pk, "t" * 24)
    visit, chat = make_visit(trade, actor).pk, make_chat(trade, actor, anna)

    for path in (f"visits/{visit}", f"conversations/{chat}", f"conversations/{chat}/messages", f"portals/{trade.pk}"):
        missing = path.replace(str(path.split("/")[1]), "999999")
        assert as_anna.get(path).status_code == 200
        assert is_problem(as_boris.get(path), 404)
        assert as_boris.get(path).content == as_boris.get(missing).content
    assert as_boris.get("visits").json()["items"] == as_boris.get("conversations").json()["items"] == []
    assert [portal["id"] for portal in as_boris.get("portals").json()["items"]] == [shop.pk]


def test_a_summary_counts_what_the_user_may_see(as_boris, as_anna, shop, trade):
    actor = browser_actor(trade.pk, "t" * 24)
    make_visit(trade, actor)
    lead = make_lead(shop, actor=actor)

    assert as_anna.get(f"leads/{lead.pk}").json()["visits_summary"]["days_visited"] == 1
    assert as_boris.get(f"leads/{lead.pk}").json()["visits_summary"]["days_visited"] == 0


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
def test_what_is_only_read_cannot_be_changed(method, as_anna):
    response = as_anna.send(method, "visits")

    assert (response.status_code, response["Allow"]) == (405, "GET")
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["", "nothing", "leads/", "leads/1/", "leads/999999", "../v2", "visits/1/actions"])
def test_what_is_not_there_is_a_problem_and_no_page(path, as_anna):
    assert is_problem(as_anna.get(path), 404)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("visits", {"limit": 0}),
        ("visits", {"limit": 201}),
        ("visits", {"limit": "many"}),
        ("visits", {"cursor": "elsewhere"}),
        ("visits", {"cursor": "1-" + "9" * 30}),
        ("visits", {"portal": 2**63}),
        ("visits", {"from": "yesterday"}),
        ("visits", {"to": "0.5"}),
        ("visits", {"visitor_type": "king"}),
        ("visits", {"country": "S\x00"}),
        ("leads", {"status": "' OR 1=1 --"}),
        ("leads/abc", {}),
        (f"leads/{2**63}", {}),
        ("leads/0", {}),
    ],
)
def test_hostile_values_are_named(path, query, as_anna):
    """T20, T39: 422 with the parameter's name, never 5xx."""
    response = as_anna.get(path, **query)

    assert is_problem(response, 422)
    assert response.json()["errors"][0]["name"] in {*query, "record_id"}


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59"])
def test_the_ends_of_the_calendar_are_times_too(moment, as_anna):
    assert as_anna.get("visits", **{"from": moment}).status_code == 200


def test_a_failure_is_a_problem_that_tells_nothing(as_anna, monkeypatch, caplog):
    def fail(*_args):
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr("foyer.api.v1.visits.visits_of", fail)
    response = as_anna.get("visits")

    assert is_problem(response, 500)
    assert b"swordfish" not in response.content


def test_too_many_requests_are_told_to_wait(anna, monkeypatch):
    monkeypatch.setattr(TokenThrottle, "allow_request", lambda _self, _request: False)
    monkeypatch.setattr(TokenThrottle, "wait", lambda _self: 7)
    response = Api(anna).get("leads")

    assert is_problem(response, 429)
    assert response["Retry-After"] == "7"


def test_requests_are_counted_by_token(anna, boris, settings):
    throttle = TokenThrottle("2/m")
    request = Client().get("/api/v1/").wsgi_request
    request.META["REMOTE_ADDR"] = "203.0.113.9"
    request.auth = ApiToken.objects.create(user=anna, name="x", token_hash="h")

    assert [throttle.allow_request(request) for _ in range(3)] == [True, True, False]
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    assert throttle.allow_request(request)
