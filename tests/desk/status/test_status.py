"""Availability, the ringing pill, the ticket for the socket."""

import pytest
from django.test import Client

from foyer.conversations.actions import accept_conversation
from foyer.lib.tickets import used_ticket
from foyer.team.actions import set_availability
from foyer.team.models import Availability
from tests.desk.chats import HTMX, browser, chat, here
from tests.desk.house import signed_in

pytestmark = pytest.mark.django_db
POSTS = ("/availability/", "/inbox/ring/", "/socket/ticket")


def state_of(user) -> str:
    """As it is on disk; nobody who was never set is there."""
    return Availability.objects.filter(user=user).values_list("state", flat=True).first() or "offline"


@pytest.mark.parametrize("state", ["online", "away", "offline"])
def test_an_agent_sets_the_chat_status(as_boris, boris, state):
    """F159."""
    answer = as_boris.post("/availability/", {"state": state}, **HTMX)
    assert state_of(boris) == state
    assert f'data-state="{state}"' in answer.content.decode()


def test_without_script_the_status_is_set_too(as_boris, boris):
    assert as_boris.post("/availability/", {"state": "online"}).status_code == 302
    assert state_of(boris) == "online"


def test_a_status_that_is_none_is_refused(as_boris, boris):
    assert as_boris.post("/availability/", {"state": "asleep"}).status_code == 400
    assert state_of(boris) == "offline"


def test_the_pill_rings_until_the_chat_is_taken(as_boris, boris, anna, shop):
    """F161-F163."""
    set_availability(boris, "online")
    waiting = chat(browser(shop))
    assert "Accept 1 request" in as_boris.get("/shell/status/").content.decode()
    accept_conversation(waiting.pk, anna)
    assert "Accept" not in as_boris.get("/shell/status/").content.decode()


def test_the_fragment_brings_the_counts_of_the_rail(as_boris, shop):
    here(browser(shop))
    chat(browser(shop))
    fragment = as_boris.get("/shell/status/", **HTMX).content.decode()
    assert 'id="n-live"' in fragment
    assert 'id="n-inbox"' in fragment
    assert 'id="n-setup"' not in fragment  # it comes with one's first portal, and pages from before have no such place


def test_the_pill_accepts_the_chat_that_waits_longest(as_boris, boris, shop):
    """F160."""
    first, second = chat(browser(shop, 1)), chat(browser(shop, 2))
    assert as_boris.post("/inbox/ring/").url == f"/inbox/{first.pk}/#write"
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.agent, second.agent) == (boris, None)


def test_the_pill_leads_to_the_inbox_when_all_are_taken(as_boris, shop):
    assert as_boris.post("/inbox/ring/").url == "/inbox/"


def test_the_pill_never_takes_a_chat_of_another_portal(as_boris, boris, shop, other_shop):
    foreign = chat(browser(other_shop))
    assert as_boris.post("/inbox/ring/").url == "/inbox/"
    foreign.refresh_from_db()
    assert foreign.agent is None
    assert "Accept" not in as_boris.get("/shell/status/").content.decode()


def test_a_ticket_opens_the_socket_of_its_user_once(as_boris, boris):
    ticket = as_boris.post("/socket/ticket").json()["ticket"]
    assert used_ticket(ticket) == boris.pk
    assert used_ticket(ticket) is None


@pytest.mark.parametrize("path", POSTS)
def test_what_changes_something_needs_a_post_with_a_token(boris, path):
    """T25."""
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(boris)
    assert guarded.post(path, {"state": "online"}).status_code == 403
    assert signed_in(boris).get(path).status_code == 405


@pytest.mark.parametrize("path", POSTS)
def test_strangers_are_sent_to_the_log_in(stranger, path):
    assert stranger.post(path).url.startswith("/login/")
    assert stranger.get("/shell/status/").url.startswith("/login/")


def test_a_fragment_for_a_stranger_opens_the_log_in_as_a_page(stranger):
    assert stranger.get("/shell/status/", **HTMX)["HX-Redirect"].startswith("/login/")
