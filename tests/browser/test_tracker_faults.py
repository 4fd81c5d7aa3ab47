"""The tracker where time, network, storage or Foyer itself fail it (F36-F41; D17, B26; R11, P7, P8)."""

import datetime

import pytest
from playwright.sync_api import expect

from tests.browser.stub_server import until

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

NOON = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
TITLE_MS = 300  # a view waits for its title
ONE_S = datetime.timedelta(seconds=1)
SHOW = """(hidden) => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })"
FULL_STORAGE = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }"
GPC = "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })"
EVENTS = """() => {
  const ring = {}; ring.ring = ring;
  foyer("event", "ring", ring); foyer("event", "big", { words: "x".repeat(5000) }); foyer("nonsense"); foyer();
  foyer("event", "added_to_basket", { quantity: 2 });
}"""
MANY = "for (let n = 0; n < 30; n++) foyer('event', 'n' + n, { words: 'é'.repeat(1900) })"


@pytest.fixture
def visit(stub, window, request):
    """Opens a page of the website and waits until its view has come."""

    def opened(path="/home"):
        before = len(stub.told("view"))
        window.goto(stub.address + path)
        if "clock" in request.fixturenames:
            window.clock.run_for(TITLE_MS)
        wait(window, lambda: len(stub.told("view")) > before)
        return window

    return opened


@pytest.fixture
def clock(window):
    """The visitor's clock, which stands still until the test sets it on."""
    window.clock.install(time=NOON)
    window.clock.pause_at(NOON + ONE_S)
    return window.clock


def wait(page, condition):
    until(condition, lambda seconds: page.wait_for_timeout(seconds * 1000))


def test_goodbye_is_the_last_word_of_a_page(stub, visit):
    page = visit("/home")
    page.click("#next")
    wait(page, lambda: len(stub.told("view")) == 2 and stub.told("bye"))
    page.wait_for_timeout(150)

    first, second = stub.told("view")
    assert second["referrer"] == f"{stub.address}/home"
    assert [hit["type"] for hit in stub.hits if hit["page"] == first["page"]] == ["view", "bye"]


def test_only_visible_seconds_count(stub, clock, visit):
    page = visit()
    clock.run_for(10_000)
    page.evaluate(SHOW, True)
    clock.run_for(60_000)
    page.evaluate(SHOW, False)
    clock.run_for(4_000)
    page.goto("about:blank")
    wait(page, lambda: stub.told("bye") and stub.told("beat"))

    assert stub.told("beat")[0]["seconds"] == 10
    assert stub.told("bye")[0]["seconds"] == 14


def test_a_beat_comes_every_15_s_while_the_page_is_visible(stub, clock, visit):
    page = visit()
    for _ in range(2):
        clock.run_for(15_000)
        page.wait_for_timeout(50)
    page.evaluate(SHOW, True)
    clock.run_for(60_000)
    wait(page, lambda: len(stub.told("beat")) == 3)

    assert [beat["seconds"] // 15 for beat in stub.told("beat")] == [1, 2, 2]


def test_a_sleeping_machine_is_not_looked_at(stub, clock, visit):
    page = visit()
    clock.run_for(5_000)
    clock.fast_forward(8 * 3600_000)
    page.goto("about:blank")
    wait(page, lambda: stub.told("bye"))

    assert stub.told("bye")[0]["seconds"] <= 5 + 20


def test_a_page_that_is_read_again_after_lunch_is_a_new_view(stub, clock, visit):
    """D17: the visit of the morning is over by then."""
    page = visit()
    page.evaluate(SHOW, True)
    clock.run_for(31 * 60_000)
    page.evaluate(SHOW, False)
    goes_on = lambda _s: clock.run_for(1_000) or page.wait_for_timeout(20)  # noqa: E731
    until(lambda: len(stub.told("view")) == 2, goes_on)
    first, second = stub.told("view")
    until(lambda: stub.told("beat")[-1]["page"] == second["page"], goes_on)
    assert (first["url"], first["page"] != second["page"]) == (second["url"], True)
    assert stub.told("beat")[-1]["seconds"] < 60


def test_a_machine_that_slept_through_the_night_begins_a_new_view(stub, clock, visit):
    """D17: nobody hid the page, and no beat told of the night."""
    page = visit()
    clock.run_for(20_000)
    clock.fast_forward(8 * 3600_000)
    clock.run_for(1_000)
    wait(page, lambda: len(stub.told("view")) == 2)


@pytest.mark.parametrize("go", ["history.pushState(0, '', '/next?x=1')", "history.replaceState(0, '', '/next?x=1')"])
def test_a_title_that_comes_late_is_that_of_the_new_view(stub, clock, visit, go):
    page = visit()
    clock.run_for(7_000)
    page.evaluate(f"{go}; setTimeout(() => document.title = 'Bench', 100)")
    clock.run_for(1_000)
    wait(page, lambda: len(stub.told("view")) == 2 and stub.told("bye"))

    first, second = stub.told("view")
    assert (stub.told("bye")[0]["page"], stub.told("bye")[0]["seconds"]) == (first["page"], 7)
    assert (second["url"], second["title"]) == (f"{stub.address}/next?x=1", "Bench")


def test_a_hash_is_a_view_only_as_a_route(stub, clock, visit):
    page = visit()
    page.click("#anchor")
    page.evaluate("history.replaceState({}, '', location.href)")
    clock.run_for(1_000)
    page.evaluate("location.hash = '#/bench'")
    page.wait_for_timeout(50)
    clock.run_for(1_000)
    wait(page, lambda: len(stub.told("view")) >= 2)

    assert [view["url"] for view in stub.told("view")] == [f"{stub.address}/home", f"{stub.address}/home#/bench"]


def test_a_page_that_comes_back_from_memory_is_a_new_view(stub, visit):
    page = visit()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    page.evaluate(SHOW, True)
    page.evaluate(SHOW, False)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    wait(page, lambda: len(stub.told("view")) == 2)

    first, second = stub.told("view")
    assert first["page"] != second["page"]
    assert [hit["type"] for hit in stub.hits] == ["view", "bye", "view"]


def test_without_a_network_hits_wait_and_come_once(stub, clock, visit):
    page = visit()
    page.context.set_offline(True)
    clock.run_for(50_000)
    page.evaluate("foyer('event', 'waited', {})")
    page.context.set_offline(False)
    until(lambda: stub.told("event"), lambda _s: clock.run_for(1_000) or page.wait_for_timeout(20))

    assert stub.told("beat")[0]["seconds"] in {45, 60}  # of those that waited only the newest says something
    assert len({hit["id"] for hit in stub.hits}) == len(stub.hits)


@pytest.mark.parametrize("lost", ["navigator.sendBeacon = () => false", GPC.replace("globalPrivacyControl", "onLine")])
def test_a_goodbye_that_may_be_lost_comes_with_the_next_page(stub, window, visit, lost):
    page = visit()
    wait(page, lambda: stub.told("view"))
    first = stub.told("view")[0]["page"]
    stub.status = 503
    page.evaluate(lost.replace("value: true", "value: false"))
    page.goto("about:blank")
    stub.status = 204
    visit("/next")
    wait(page, lambda: stub.told("bye"))

    assert stub.told("bye")[0]["page"] == first


@pytest.mark.parametrize(("status", "kept"), [(503, 1), (429, 1), (400, 0), (403, 0)])
def test_what_is_refused_is_dropped_and_what_failed_is_kept(stub, clock, window, status, kept):
    stub.status = status
    with window.expect_response("**/collect"):
        window.goto(f"{stub.address}/home")
        clock.run_for(TITLE_MS)
    stub.status = 204
    window.wait_for_timeout(100)
    clock.run_for(3_000)
    until(lambda: len(stub.told("view")) >= kept, lambda _s: clock.run_for(1_000) or window.wait_for_timeout(20))
    window.wait_for_timeout(200)

    assert len(stub.told("view")) == kept


def test_hits_of_two_keys_never_share_a_post(stub, window):
    posted = []
    window.on("request", lambda request: request.method == "POST" and posted.append(request.post_data_json))
    stub.status = 503
    with window.expect_response("**/collect"):
        window.goto(f"{stub.address}/home")
    stub.status = 204
    window.goto(f"{stub.address}/other/next")
    wait(window, lambda: len(stub.told("view")) == 2)

    assert all(len({hit["portal"] for hit in hits}) == 1 for hits in posted)


def test_events_that_cannot_be_told_harm_nobody(stub, visit):
    page = visit()
    page.evaluate(EVENTS)
    wait(page, lambda: stub.told("event"))

    assert [(hit["name"], hit["data"]) for hit in stub.told("event")] == [("added_to_basket", {"quantity": 2})]


def test_many_large_hits_fit_into_what_a_browser_takes(stub, visit):
    page = visit()
    page.evaluate(MANY)
    wait(page, lambda: len(stub.told("event")) == 30)

    assert len(stub.hits) == 31


def test_half_an_emoji_at_the_end_of_a_title_is_left_out(stub, window, visit):
    page = visit()
    page.evaluate("document.title = 'x'.repeat(299) + '🪑'; history.pushState(0, '', '/chairs')")
    wait(page, lambda: len(stub.told("view")) == 2)

    assert stub.told("view")[1]["title"] == "x" * 299


@pytest.mark.parametrize("script", [NO_STORAGE, FULL_STORAGE])
def test_without_storage_pages_are_told_and_the_chat_opens(stub, window, script):
    window.add_init_script(script)
    window.goto(f"{stub.address}/home")
    wait(window, lambda: stub.told("view"))
    window.evaluate("foyer('event', 'first', {}); foyer('event', 'second', {})")
    wait(window, lambda: len(stub.told("event")) == 2)
    window.locator("[data-foyer=launcher]").click()

    expect(window.locator("[data-foyer=start]")).to_be_visible()
    wait(window, lambda: stub.chat.heard("hello"))
    assert {hit["browser"] for hit in stub.hits} == {stub.chat.heard("hello")[0]["browser"]}


def test_whoever_objects_leaves_nothing_until_he_opens_the_chat(stub, window):
    window.add_init_script(GPC)
    window.goto(f"{stub.address}/home")
    window.locator("[data-foyer=launcher]").wait_for()
    assert window.evaluate("Object.keys(localStorage)") == []

    window.locator("[data-foyer=launcher]").click()
    wait(window, lambda: stub.chat.heard("hello"))
    assert stub.hits == []


def test_who_opted_out_may_still_chat(stub, window):
    """B26."""
    window.add_init_script("localStorage['foyer.consent'] = 'never'")
    window.goto(f"{stub.address}/home")
    window.locator("[data-foyer=launcher]").click()
    wait(window, lambda: stub.chat.heard("hello"))
    assert stub.hits == []


def test_opting_out_holds_at_once_and_can_be_taken_back(stub, visit):
    page = visit()
    page.evaluate("foyer('optout', true); foyer('event', 'seen', {})")
    page.goto(f"{stub.address}/next")
    page.locator("[data-foyer=launcher]").wait_for()
    page.evaluate("foyer('optout', false)")
    visit("/again")

    assert [(hit["type"], hit.get("title")) for hit in stub.hits] == [("view", "Home"), ("view", "Again")]


def test_the_page_does_not_mind_a_foyer_that_fails(stub, window):
    stub.status, stub.config = 503, None
    window.goto(f"{stub.address}/home")
    window.wait_for_function("window.foyer && foyer.ready")
    window.evaluate("foyer('open'); foyer('event', 'x')")
    window.wait_for_timeout(300)

    assert window.locator("foyer-widget").count() == 0
