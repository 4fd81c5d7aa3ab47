"""A chat rings for one agent, then for the next, and for nobody once it is taken, in a real browser (E12, F163)."""

import pytest
from playwright.sync_api import expect

from tests.browser.driver import barriers
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
WAIT_MS = 60_000  # an event of another process is seen within 5 s, an offer ends after 25
BEGIN = """
from foyer.conversations.actions import start_conversation
from foyer.identity.actions import browser_actor
from foyer.portals.actions import change_portal
from foyer.portals.models import Portal
from foyer.team.models import User
shop = Portal.objects.get()
change_portal(shop, User.objects.get(email="anna@foyer.test"), queue_mode="in_order", offer_s=25)
vera = browser_actor(shop.pk, "vera-browser-0123456789")
start_conversation(portal_id=shop.pk, actor_id=vera.pk, visitor_name="Vera", text="Is it oak?", client_id="first",
                   page_url="https://shop.example/", page_title="Shop", language="en")
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("queue")).set_up()
    yield installation.start()
    installation.stop()


def accept(page):
    return page.locator("#status [data-accept]")


def test_a_chat_goes_on_to_the_next_agent_and_is_quiet_once_it_is_taken(house, anna, agent):
    for page in (anna, agent):
        page.goto(f"{house.address}/inbox/?view=unassigned")
    house.run(BEGIN)
    expect(accept(anna)).to_be_visible(timeout=WAIT_MS)
    expect(agent.locator("[data-row]")).to_contain_text("offered to Anna")
    expect(accept(agent)).to_have_count(0)
    expect(accept(agent)).to_be_visible(timeout=WAIT_MS)
    expect(anna.locator("[data-row]")).to_contain_text("offered to Boris")
    expect(accept(anna)).to_have_count(0)
    assert barriers(agent) == []
    accept(agent).click()
    expect(agent.locator("#talk-head")).to_contain_text("Boris Keller")
    for page in (anna, agent):
        expect(accept(page)).to_have_count(0)
