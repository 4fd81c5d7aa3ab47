"""Availability, the ringing pill, the ticket for the socket."""

import pytest
from django.test import Client

from foyer.conversations.actions import accept_conversation
from foyer.lib.tickets import used_ticket
from foyer.portals.actions import change_portal
from foyer.presence.windows import windows
from foyer.team.actions import set_availability
from foyer.team.models import Availability
from tests.desk.chats import HTMX, browser, chat, here
from tests.desk.house import signed_in
from tests.team.people import hire

pytestmark = pytest.mark.django_db
POSTS = ("/availability/", "/inbox/ring/", "/socket/ticket")


def state_of(user) -> str:
    """As it is on disk; nobody who was never set is there."""
    return Availability.objects.filter(user=user).values_list("state", flat=True).first() or "offline"


@pytest.mark.parametrize("state", ["online", "away", "invisible", "offline"])
def test_an_agent_sets_the_chat_status(as_boris, boris, state):
    """F159."""
    answer = as_boris.post("/availability/", {"state": state}, **HTMX)
    assert state_of(boris) == state
    assert f'data-state="{state}"' in answer.content.decode()


@pytest.mark.parametrize(("reason", "shown"), [("break", "break"), ("meeting", "in a meeting"), ("a <3", "a &lt;3")])
def test_a_reason_is_given_and_seen_by_oneself_and_by_colleagues(as_boris, as_anna, boris, shop, reason, shown):
    """E11, B16."""
    own = as_boris.post("/availability/", {"state": "away", "reason": reason}, **HTMX).content.decode()
    assert f"Away · {shown}" in own
    assert f"Away, {shown}" in as_anna.get("/shell/standings/").content.decode()


@pytest.mark.parametrize("reason", ["idle", "no_window"])
def test_what_only_the_server_can_know_is_no_reason_that_is_given(as_boris, boris, reason):
    as_boris.post("/availability/", {"state": "away", "reason": reason})
    assert Availability.objects.get(user=boris).reason == ""


def test_colleagues_see_who_is_invisible_as_offline(as_anna, boris, shop):
    """E11: nobody is told since when, nor why."""
    set_availability(boris, "invisible")
    page = as_anna.get("/shell/standings/").content.decode()
    assert "Boris Brandt" in page
    assert "Offline" in page
    assert "nvisible" not in page


def test_one_sees_on_how_many_devices_one_is_here(as_boris, boris):
    """B16."""
    windows.open(boris.pk, 0, "desk")
    assert "pages open" not in as_boris.get("/shell/standings/").content.decode()
    windows.open(boris.pk, 0, "phone")
    assert "You have pages open on 2 devices." in as_boris.get("/shell/standings/").content.decode()


def test_of_colleagues_of_other_portals_one_sees_nothing(as_boris, other_shop, anna):
    """T7."""
    mila = hire("Mila Sand")
    other_shop.users.add(mila)
    assert "Mila Sand" not in as_boris.get("/shell/standings/").content.decode()


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


def test_a_chat_rings_only_for_whom_it_is_offered_to(as_anna, as_boris, anna, boris, shop):
    """E12: the others see it in the inbox, with whose turn it is."""
    shop.users.add(anna)
    set_availability(boris, "online")
    change_portal(shop, anna, queue_mode="in_order")
    waiting = chat(browser(shop))
    set_availability(anna, "online")
    assert "Accept 1 request" in as_boris.get("/shell/status/").content.decode()
    assert "Accept" not in as_anna.get("/shell/status/").content.decode()
    assert "offered to Boris" in as_anna.get("/inbox/?view=unassigned").content.decode()
    assert "offered to you" in as_boris.get(f"/inbox/{waiting.pk}/head/").content.decode()


def test_who_has_enough_chats_is_full_and_nothing_rings(as_boris, anna, boris, shop):
    """E12."""
    set_availability(boris, "online")
    change_portal(shop, anna, most_chats="1")
    first, _second = chat(browser(shop, 1)), chat(browser(shop, 2))
    assert "Accept 2" in as_boris.get("/shell/status/").content.decode()
    accept_conversation(first.pk, boris)
    page = as_boris.get("/shell/status/").content.decode()
    assert "Online, full" in page
    assert "Nothing rings for you until one of them ends." in page
    assert "Accept" not in page


@pytest.mark.parametrize("state", ["away", "invisible", "offline"])
def test_nothing_rings_for_who_is_not_online(as_boris, boris, shop, state):
    """E11."""
    set_availability(boris, state)
    chat(browser(shop))
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
    assert stranger.get("/shell/standings/").url.startswith("/login/")


def test_a_fragment_for_a_stranger_opens_the_log_in_as_a_page(stranger):
    assert stranger.get("/shell/status/", **HTMX)["HX-Redirect"].startswith("/login/")
