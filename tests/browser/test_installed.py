"""Foyer as an app in a real Chromium: its worker, what that keeps, no connection, pushes on their way in (E32, T33)."""

import json
import time

import pytest
from playwright.sync_api import expect

from tests.browser.at_work import AtWork
from tests.browser.driver import PATIENCE_MS, barriers, chromium
from tests.installation import BORIS
from tests.notifications.push_service import push_service
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
KEPT = """async () => {
  const addresses = async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
  return (await Promise.all((await caches.keys()).map(addresses))).flat();
}"""
OFFER = """() => {
  const prompt = async () => ({ outcome: "accepted" });
  window.dispatchEvent(Object.assign(new Event("beforeinstallprompt"), { prompt }));
}"""

TOLD = """async () => {
  const shown = await (await navigator.serviceWorker.ready).getNotifications();
  return shown.map(({ title, body, tag, data }) => ({ title, body, tag, url: data.url }));
}"""
PUSH_MANAGER = """(given) => {
  const plain = (text) => atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const decoded = (text) => Uint8Array.from(plain(text), (letter) => letter.charCodeAt(0));
  const made = { endpoint: given.endpoint, toJSON: () => given, unsubscribe: async () => true };
  const kept = { found: localStorage.getItem("subscribed") ? made : null };
  PushManager.prototype.getSubscription = async () => kept.found;
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    made.options = { applicationServerKey: decoded(applicationServerKey) };
    localStorage.setItem("subscribed", "yes");
    return (kept.found = made);
  };
}"""


@pytest.fixture(scope="module")
def browser():
    with chromium(whole=True) as started:
        yield started


@pytest.fixture(scope="module")
def service():
    with push_service() as made:
        yield made


@pytest.fixture(scope="module")
def house(tmp_path_factory, service):
    installation = Served(tmp_path_factory.mktemp("house"), more={"FOYER_PUSH_ORIGINS": service.address}).set_up()
    installation.run(f'from foyer.team.models import User; User.objects.filter(email="{BORIS}").update(language="de")')
    yield installation.start()
    installation.stop()


@pytest.fixture(scope="module")
def signed_in(house, browser):
    """Boris by the form, once and elsewhere: a worker that takes over misses the page that is being left just then."""
    with AtWork(browser) as at_work, at_work.window(house.address, BORIS):
        return


@pytest.fixture
def at_work(signed_in, browser):
    """A browser for each test: what was allowed to one, and shown in it, stays."""
    with AtWork(browser) as at_work:
        yield at_work


@pytest.fixture
def app(house, agent):
    """Boris's page, once the worker has it."""
    agent.goto(f"{house.address}/live/")
    agent.evaluate("navigator.serviceWorker.ready.then(() => true)")
    agent.wait_for_function("() => navigator.serviceWorker.controller")
    return agent


def test_the_worker_keeps_no_page_of_anybody(house, app):
    for path in ("/inbox/", "/visits/", "/profile/"):
        app.goto(house.address + path)
    kept = app.evaluate(KEPT)
    assert [path for path in kept if not path.startswith(("/static/", "/offline/"))] == []
    assert "/offline/de/" in kept


def test_without_a_connection_it_says_so_in_the_users_language_and_goes_on_by_itself(house, app):
    until(app, lambda: "Keine Verbindung" in app.evaluate("async () => (await caches.match('/offline/')).text()"))
    app.context.set_offline(True)
    app.goto(f"{house.address}/visits/")
    expect(app.get_by_role("heading", name="Keine Verbindung zu Foyer")).to_be_visible()
    assert barriers(app) == []
    app.context.set_offline(False)
    expect(app.get_by_role("heading", name="Besuche", exact=True)).to_be_visible()
    app.problems.clear()


def test_the_browser_finds_nothing_that_speaks_against_installing(house, app):
    devtools = app.context.new_cdp_session(app)
    found = devtools.send("Page.getAppManifest")
    assert found["errors"] == []
    assert json.loads(found["data"])["id"] == "/"
    said = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {each["errorId"] for each in said} == {"in-incognito"}  # as every window of a test is


def test_foyer_is_offered_for_installing_where_the_browser_offers_it(app):
    offer = app.locator("[data-install]")
    expect(offer).to_be_hidden()
    app.evaluate(OFFER)
    app.locator("summary.face").click()
    offer.click()
    expect(offer).to_be_hidden()


@pytest.fixture
def registrations(app):
    """Chromium's developer tools, and the number of the worker's registration there."""
    devtools, found = app.context.new_cdp_session(app), []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
    devtools.send("ServiceWorker.enable")
    until(app, lambda: found)
    return devtools, found


def push(house, registrations, **message) -> None:
    """Delivers a message to the worker, as a push service would."""
    devtools, found = registrations
    where = {"origin": house.address, "registrationId": found[-1]["registrationId"]}
    devtools.send("ServiceWorker.deliverPushMessage", {**where, "data": json.dumps(message)})


def test_a_push_becomes_a_notification_and_the_next_of_the_chat_takes_its_place(house, app, registrations):
    app.context.grant_permissions(["notifications"], origin=house.address)
    told = {"body": "Demo shop", "url": "/inbox/1/", "language": "de", "test": 0}
    push(house, registrations, title="Ein Besucher wartet", tag="conversation-1", **told)
    push(house, registrations, title="2 neue Nachrichten", tag="conversation-1", **told)
    push(house, registrations, title="Verpasst", tag="conversation-2", **told)
    until(app, lambda: len(app.evaluate(TOLD)) == 2, lambda: app.evaluate(TOLD))
    assert {each["tag"]: each["title"] for each in app.evaluate(TOLD)} == {
        "conversation-1": "2 neue Nachrichten",
        "conversation-2": "Verpasst",
    }


def test_a_device_is_switched_on_and_tested_step_by_step(house, app, registrations, service):
    browser = service.browser()
    given = {"endpoint": browser.endpoint, "keys": vars_of(browser.subscription)}
    app.context.grant_permissions(["notifications"], origin=house.address)
    app.add_init_script(f"({PUSH_MANAGER})({json.dumps(given)})")
    app.goto(f"{house.address}/profile/notifications/")
    app.get_by_role("button", name="Benachrichtigungen einschalten").click()
    expect(app.get_by_text("Eingeschaltet", exact=True)).to_be_visible()
    app.get_by_role("button", name="Meine Benachrichtigungen testen").click()
    expect(app.get_by_text("(201)").first).to_be_visible()
    push(house, registrations, **browser.open(service.taken[-1][2]))
    expect(app.locator("[data-step] .f-live-t")).to_have_count(6)
    assert barriers(app) == []


def test_what_is_wrong_with_a_device_is_said_at_the_step_where_it_is(house, app):
    app.goto(f"{house.address}/profile/notifications/")
    app.get_by_role("button", name="Meine Benachrichtigungen testen").click()
    expect(app.get_by_text("Sie sind für diese Adresse gesperrt.")).to_be_visible()
    expect(app.locator("[data-step] .f-bad-t")).to_have_count(1)


def vars_of(subscription) -> dict[str, str]:
    """The keys, as a browser gives them."""
    return {"p256dh": subscription.p256dh, "auth": subscription.auth}


def until(page, look, instead=lambda: "nothing"):
    """As soon as it is so: a page awaits nothing in `wait_for_function`. `instead` tells what there is otherwise."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while not look():
        assert time.monotonic() < end, instead()
        page.wait_for_timeout(50)
