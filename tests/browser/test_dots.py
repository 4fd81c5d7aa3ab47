"""A green dot comes on an open list when its person comes to the website, and all who are here are chosen at once."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.driver import barriers, log_in, watch
from tests.installation import BORIS, PASSWORD, Installation
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
BROWSERS = {"Vera": "browser-of-vera-0001", "Nils": "browser-of-nils-0001"}
LEADS = f"""
from foyer.crm.actions import create_person
from foyer.identity.actions import browser_actor
from foyer.portals.models import Portal
portal = Portal.objects.get()
for name, browser in {BROWSERS!r}.items():
    actor = browser_actor(portal.pk, browser)
    create_person("lead", first_name=name, last_name="Berg", portal=portal, from_actor=actor)
create_person("lead", first_name="Ada", last_name="Sund", portal=portal)
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("dots")).set_up()
    installation.run(LEADS)
    yield installation.start()
    installation.stop()


def come(house: Installation, name: str) -> None:
    hit = {
        "v": 1, "id": f"hit-{name}", "type": "view", "portal": "p_demo123", "browser": BROWSERS[name], "page": "p1",
        "url": "https://shop.example/", "title": "Benches", "at": 0, "sent": 0,
    }  # fmt: skip
    agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
    headers = {"Origin": "https://shop.example", "Content-Type": "text/plain", "User-Agent": agent}
    taken = house.post("/collect", json.dumps(hit).encode(), **headers)
    assert taken in (200, 204)  # with a word to the page while somebody has the live board open


def test_dots_come_by_themselves_and_choose_who_is_here(house, browser):
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB").new_page()
    page.problems = watch(page)
    log_in(page, house.address, BORIS, PASSWORD)
    page.goto(f"{house.address}/leads/")
    rows = {name: page.get_by_role("row", name=re.compile(name)) for name in ("Vera", "Nils", "Ada")}
    expect(rows["Vera"].locator(".f-dot")).to_be_hidden()
    come(house, "Vera")
    come(house, "Nils")
    expect(rows["Vera"].locator(".f-dot")).to_be_visible()
    expect(rows["Nils"].locator(".f-dot")).to_be_visible()
    expect(rows["Ada"].locator(".f-dot")).to_be_hidden()
    rows["Vera"].get_by_role("checkbox").check()
    page.get_by_role("button", name="Select all online leads on this page").click()
    expect(page.get_by_role("region", name="With the chosen rows")).to_contain_text("2 selected")
    expect(rows["Nils"].get_by_role("checkbox")).to_be_checked()
    assert barriers(page) == []
    assert page.problems == []
