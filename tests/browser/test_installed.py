"""Foyer as an app in a real Chromium: its worker, what that keeps, no connection, pushes on their way in (E32, T33)."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.driver import barriers
from tests.installation import BORIS, Installation

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.timeout(240)]
KEPT = """async () => {
  const addresses = async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
  return (await Promise.all((await caches.keys()).map(addresses))).flat();
}"""
OFFER = """() => {
  const prompt = async () => ({ outcome: "accepted" });
  window.dispatchEvent(Object.assign(new Event("beforeinstallprompt"), { prompt }));
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Installation(tmp_path_factory.mktemp("house")).set_up()
    installation.run(f'from foyer.team.models import User; User.objects.filter(email="{BORIS}").update(language="de")')
    yield installation.start()
    installation.stop()


@pytest.fixture
def app(agent):
    """Boris's page, once the worker has it."""
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
    app.wait_for_function("async () => (await (await caches.match('/offline/'))?.text())?.includes('Keine Verbindung')")
    app.context.set_offline(True)
    app.goto(f"{house.address}/visits/")
    expect(app.get_by_role("heading", name="Keine Verbindung zu Foyer")).to_be_visible()
    assert barriers(app) == []
    app.context.set_offline(False)
    expect(app.get_by_role("heading", name="Besuche", exact=True)).to_be_visible(timeout=15_000)
    app.problems.clear()


def test_the_browser_finds_nothing_that_speaks_against_installing(house, app):
    devtools = app.context.new_cdp_session(app)
    found = devtools.send("Page.getAppManifest")
    assert found["errors"] == []
    assert json.loads(found["data"])["id"] == "/"
    assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []


def test_foyer_is_offered_for_installing_where_the_browser_offers_it(app):
    offer = app.locator("[data-install]")
    expect(offer).to_be_hidden()
    app.evaluate(OFFER)
    app.locator("summary.face").click()
    offer.click()
    expect(offer).to_be_hidden()
