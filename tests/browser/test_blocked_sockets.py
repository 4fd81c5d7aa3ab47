"""A proxy that lets no socket through: both sides chat on by plain requests (R25, R15)."""

import pytest
from playwright.sync_api import expect

from tests.browser.driver import ask
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
WAIT_MS = 120_000  # two tries by socket come first
ONLINE = """
from foyer.team.actions import set_availability
from foyer.team.models import User
set_availability(User.objects.get(email="boris@foyer.test"), "online")
"""
SAID = """[m.text for m in Message.objects.order_by("pk") if m.kind in ("visitor", "agent")]"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("blocked")).set_up()
    installation.run(ONLINE)
    yield installation.start()
    installation.stop()


@pytest.fixture
def visitor(house, browser):
    page = browser.new_context(locale="en-GB").new_page()
    block(page)
    page.goto(f"{house.address}/demo/")
    yield page
    page.context.close()


def block(page):
    """As such a proxy does: the connection is refused before a word is said."""
    page.route_web_socket("**/ws/**", lambda socket: socket.close())


def test_both_sides_chat_without_a_socket(house, agent, visitor):
    block(agent)
    agent.goto(f"{house.address}/inbox/?view=unassigned")
    visitor.locator("[data-foyer=launcher]").click()
    ask(visitor, "Does this reach you?", "Nora Ekström")
    expect(visitor.locator("[data-foyer=line][data-kind=visitor]")).to_have_count(1, timeout=WAIT_MS)
    agent.locator("a.f-conv", has_text="Nora Ekström").click(timeout=WAIT_MS)
    agent.locator("#talk-foot button", has_text="Accept").click()
    agent.locator("form[data-compose] textarea").fill("It does.")
    agent.keyboard.press("Control+Enter")
    expect(visitor.locator("[data-foyer=line]", has_text="It does.")).to_be_visible(timeout=WAIT_MS)
    visitor.locator("[data-foyer=composer]").fill("Good.")
    visitor.keyboard.press("Enter")
    expect(agent.locator("[data-seq]", has_text="Good.")).to_be_visible(timeout=WAIT_MS)
    assert house.query(SAID) == ["Does this reach you?", "It does.", "Good."]
