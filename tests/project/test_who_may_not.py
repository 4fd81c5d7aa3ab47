"""Who may not open what, for every route there is (T7, T13, T14)."""

import re

import pytest
from django.urls import reverse

from foyer.team.actions import deactivate_user
from tests.project.routes import TABLE, Who, guarded_by, routes
from tests.project.world import with_token

METHODS = ("get", "post", "patch", "delete")
OF_A_PORTAL = {"visit_id", "conversation_id", "portal_id", "code_id"}
DIFFERS_EACH_TIME = re.compile(rb"\b[A-Za-z0-9]{64}\b")
NOBODY = 987_654_321


def test_every_route_has_a_row_and_every_row_a_route():
    assert {route.name for route in routes()} == set(TABLE)


@pytest.mark.parametrize("method", METHODS)
def test_strangers_are_sent_to_the_log_in(stranger, own, method):
    for route in guarded_by(Who.SIGNED_IN, Who.ADMINISTRATORS):
        response = getattr(stranger, method)(route.address(own))
        assert (response.status_code, response.get("Location", "").split("?")[0]) == (302, reverse("login")), route


def test_the_api_asks_for_a_token(stranger, as_anna, own):
    for client in (stranger, as_anna):
        for route in guarded_by(Who.TOKEN):
            answers = asked_in_all_ways(client, route.address(own))
            assert 401 in answers, route
            assert answers <= {401, 405}, route


@pytest.mark.parametrize("method", METHODS)
def test_agents_are_kept_out_of_the_settings(as_boris, own, method):
    for route in guarded_by(Who.ADMINISTRATORS):
        assert getattr(as_boris, method)(route.address(own)).status_code in {403, 404}, route


def test_who_was_deactivated_is_out_at_once(as_boris, boris, anna, own):
    token = with_token(boris)
    deactivate_user(boris, anna)
    for route in guarded_by(Who.SIGNED_IN, Who.ADMINISTRATORS):
        assert as_boris.get(route.address(own)).status_code == 302, route
    for route in guarded_by(Who.TOKEN):
        assert asked_in_all_ways(token, route.address(own)) <= {401, 405}, route


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_belongs_to_another_portal_answers_like_what_is_not_there(as_boris, boris, foreign, method):
    nothing = foreign | dict.fromkeys(OF_A_PORTAL, NOBODY)
    clients = {Who.SIGNED_IN: as_boris, Who.TOKEN: with_token(boris)}
    for route in guarded_by(*clients):
        if OF_A_PORTAL.isdisjoint(route.parameters):
            continue
        client = clients[TABLE[route.name]]
        there, not_there = (getattr(client, method)(route.address(values)) for values in (foreign, nothing))
        assert there.status_code == not_there.status_code, route
        assert there.status_code in {404, 405}, route
        assert same(there.content, route.address(foreign)) == same(not_there.content, route.address(nothing)), route


def test_no_list_of_an_agent_holds_what_belongs_to_another_portal(as_boris, boris, foreign):
    lists = ["live", "live_list", "live_board", "inbox", "inbox_list", "visits", "shell_status"]
    pages = [
        as_boris.get(reverse(name), {"view": view}) for name in lists for view in ("", "unassigned", "team", "all")
    ]
    api = with_token(boris)
    pages += [api.get(reverse(f"api-v1:{name}_list")) for name in ("portal", "visit", "conversation")]
    assert {page.status_code for page in pages} == {200}
    assert [page.request["PATH_INFO"] for page in pages if b"Canary of Foreign" in page.content] == []
    assert [page.request["PATH_INFO"] for page in pages if b"Other shop" in page.content] == []


def test_an_agent_writes_into_no_conversation_of_another_portal(as_boris, foreign):
    from foyer.conversations.models import Conversation, Message

    before = list(Message.objects.values()), list(Conversation.objects.values())
    for route in guarded_by(Who.SIGNED_IN):
        if "conversation_id" in route.parameters:
            as_boris.post(
                route.address(foreign), {"text": "mine now", "client_id": "x", "name": "x", "email": "x@y.example"}
            )
    assert (list(Message.objects.values()), list(Conversation.objects.values())) == before


def asked_in_all_ways(client, address: str) -> set[int]:
    """The answers to all methods."""
    return {getattr(client, method)(address).status_code for method in METHODS}


def same(content: bytes, address: str) -> bytes:
    """The answer without what differs by asking: the form's token and the address asked for."""
    return DIFFERS_EACH_TIME.sub(b"", content.replace(address.encode(), b""))
