"""The tracker in a real browser: pages, time, navigation, a lost network, privacy (F36-F41, D17, B26; P7, R1)."""

import json
import time

import pytest

from tests.browser.driver import PATIENCE_MS, watch
from tests.edge.server import HitServer, hit_server
from tests.visits.hits import KEY

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
PAGE = f'<!doctype html><title>Shop</title><script async src="/foyer.js" data-portal="{KEY}" data-chat="off"></script>'


@pytest.fixture
def server(tmp_path):
    with hit_server(tmp_path, fast=True, pages={"/": PAGE, "/second": PAGE.replace("Shop", "Second")}) as running:
        yield running


@pytest.fixture
def vera(server, browser):
    page = browser.new_context().new_page()
    page.problems = watch(page)
    page.address = f"http://127.0.0.1:{server.port}"
    yield page
    page.context.close()


def hits(server: HitServer, kind: str = "") -> list[dict]:
    """What is on disk, in the order in which it happened, each once."""
    found = {}
    for entry in server.stored():
        told = json.loads(entry.body)
        found |= {hit["id"]: hit for hit in (told if isinstance(told, list) else [told])}
    return sorted((hit for hit in found.values() if kind in {"", hit["type"]}), key=lambda hit: hit["at"])


def wait_for(page, server: HitServer, kind: str, count: int) -> list[dict]:
    for _ in range(PATIENCE_MS // 50):
        if len(hits(server, kind)) >= count:
            break
        page.wait_for_timeout(50)
    assert len(hits(server, kind)) == count
    return hits(server, kind)


def test_a_page_is_told_with_title_referrer_and_screen(vera, server):
    vera.goto(f"{vera.address}/?utm_source=news", referer="https://www.google.com/")
    (view,) = wait_for(vera, server, "view", 1)
    assert (view["title"], view["referrer"]) == ("Shop", "https://www.google.com/")
    assert view["url"].endswith("/?utm_source=news")
    assert view["screen"] == "1280x720"
    assert vera.problems == []


def test_the_time_on_a_page_is_right_within_a_second(vera, server):
    began = time.monotonic()
    vera.goto(f"{vera.address}/")
    wait_for(vera, server, "view", 1)
    vera.wait_for_timeout(3_000)
    vera.goto(f"{vera.address}/second")
    most_s = time.monotonic() - began
    (bye,) = wait_for(vera, server, "bye", 1)
    assert 2 <= bye["seconds"] <= most_s + 1
    assert bye["page"] == hits(server, "view")[0]["page"]


def test_a_new_address_without_a_load_is_a_new_page_and_an_anchor_is_not(vera, server):
    vera.goto(f"{vera.address}/")
    wait_for(vera, server, "view", 1)
    vera.evaluate("document.title = 'Bench'; history.pushState({}, '', '/bench')")
    wait_for(vera, server, "view", 2)
    vera.evaluate("location.hash = 'price'")
    vera.evaluate("history.back(); history.back()")
    views = wait_for(vera, server, "view", 3)
    assert [view["title"] for view in views[:2]] == ["Shop", "Bench"]
    assert views[1]["referrer"].endswith("/")


def test_what_the_network_lost_is_sent_when_it_is_back(vera, server):
    vera.goto(f"{vera.address}/")
    wait_for(vera, server, "view", 1)
    vera.context.set_offline(True)
    vera.evaluate("foyer('event', 'added_to_basket', {product: 'Alder'})")
    vera.evaluate("history.pushState({}, '', '/offline')")
    vera.wait_for_timeout(300)
    assert not hits(server, "event")
    vera.context.set_offline(False)
    (event,) = wait_for(vera, server, "event", 1)
    assert (event["name"], event["data"]) == ("added_to_basket", {"product": "Alder"})
    assert len(wait_for(vera, server, "view", 2)) == 2
    vera.wait_for_function("JSON.parse(localStorage['foyer.q']).length === 0")  # once the answer is there, too


def test_global_privacy_control_means_no_hit(vera, server):
    vera.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})")
    vera.goto(f"{vera.address}/")
    vera.evaluate("foyer('event', 'x')")
    vera.wait_for_timeout(700)
    assert hits(server) == []
    assert vera.evaluate("localStorage.getItem('foyer.b')") is None


def test_who_opts_out_is_left_alone(vera, server):
    vera.goto(f"{vera.address}/")
    wait_for(vera, server, "view", 1)
    vera.evaluate("foyer('optout', true)")
    vera.goto(f"{vera.address}/second")
    vera.wait_for_timeout(500)
    assert len(hits(server, "view")) == 1


def test_calls_before_it_is_loaded_wait_in_line(vera, server):
    queue = "window.foyer = window.foyer || function () { (foyer.q = foyer.q || []).push(arguments) }"
    vera.add_init_script(f"{queue}; foyer('event', 'early')")
    vera.goto(f"{vera.address}/")
    (event,) = wait_for(vera, server, "event", 1)
    assert event["name"] == "early"


def test_set_and_identify_are_events_of_names_of_their_own(vera, server):
    """E38: also before the script is there."""
    vera.add_init_script("window.foyer = function () { (foyer.q = foyer.q || []).push(arguments) }")
    vera.add_init_script(
        "foyer('identify', {name: 'Vera', email: 'vera@lindqvist.example'}); foyer('set', {plan: 'Pro'})"
    )
    vera.goto(f"{vera.address}/")
    told = wait_for(vera, server, "event", 2)
    assert [(hit["name"], hit["data"]) for hit in told] == [
        ("$identify", {"name": "Vera", "email": "vera@lindqvist.example"}),
        ("$set", {"plan": "Pro"}),
    ]


def test_a_page_without_storage_works_and_is_told(vera, server):
    vera.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied') }})")
    vera.goto(f"{vera.address}/")
    wait_for(vera, server, "view", 1)
    assert vera.problems == []


def test_no_cookie_is_set(vera, server):
    vera.goto(f"{vera.address}/")
    wait_for(vera, server, "view", 1)
    assert vera.context.cookies() == []


ASKS = PAGE.replace("data-portal", 'data-consent="ask" data-portal')


@pytest.fixture
def asking(tmp_path, browser):
    """Vera on a website that asks for consent."""
    pages = {"/": ASKS, "/second": ASKS.replace("Shop", "Second"), "/privacy/" + KEY + "/done/": "<h1>Done</h1>"}
    with hit_server(tmp_path, fast=True, pages=pages) as running:
        page = browser.new_context().new_page()
        page.address, page.server = f"http://127.0.0.1:{running.port}", running
        yield page
        page.context.close()


def test_before_consent_nothing_is_told_and_nothing_kept(asking):
    """B20."""
    asking.goto(f"{asking.address}/")
    asking.wait_for_function("window.foyer && foyer.ready")
    asking.evaluate("foyer('event', 'early', {n: 1})")
    asking.wait_for_timeout(600)
    assert hits(asking.server) == []
    assert asking.evaluate("Object.keys(localStorage)") == []


def test_with_consent_what_waited_is_told_and_the_next_page_too(asking):
    """B20."""
    asking.goto(f"{asking.address}/")
    asking.wait_for_function("window.foyer && foyer.ready")
    asking.evaluate("foyer('event', 'early', {n: 1}); foyer('consent', true)")
    wait_for(asking, asking.server, "event", 1)
    wait_for(asking, asking.server, "view", 1)
    asking.goto(f"{asking.address}/second")
    views = wait_for(asking, asking.server, "view", 2)
    assert {view["consent"] for view in views} == {"yes"}


def test_consent_taken_back_leaves_nothing_behind(asking):
    """B20."""
    asking.goto(f"{asking.address}/")
    asking.wait_for_function("window.foyer && foyer.ready")
    asking.evaluate("foyer('consent', true)")
    wait_for(asking, asking.server, "view", 1)
    asking.evaluate("foyer('consent', false)")
    assert not asking.evaluate("localStorage['foyer.b']")
    asking.goto(f"{asking.address}/second")
    asking.wait_for_timeout(500)
    assert len(hits(asking.server, "view")) == 1


def test_the_opt_out_page_is_heard_and_no_later_consent_undoes_it(asking):
    """B26."""
    asking.goto(f"{asking.address}/#foyer-optout")
    asking.wait_for_url("**/privacy/*/done/")
    asking.goto(f"{asking.address}/second")
    asking.wait_for_function("window.foyer && foyer.ready")
    asking.evaluate("foyer('consent', true); foyer('event', 'x')")
    asking.wait_for_timeout(500)
    assert hits(asking.server) == []
