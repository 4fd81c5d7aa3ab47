"""What sounds, and what is silent once it was switched off, on both sides (E32, F28, F161)."""

import pytest
from playwright.sync_api import expect

from tests.browser.driver import ask, watch
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
COUNTED = """
window.tones = 0;
const start = AudioScheduledSourceNode.prototype.start;
AudioScheduledSourceNode.prototype.start = function (...when) {
  window.tones += 1;
  return start.apply(this, when);
};
"""
BEGIN = """
from foyer.conversations.actions import start_conversation
from foyer.identity.actions import browser_actor
from foyer.portals.models import Portal
from foyer.team.actions import set_availability
from foyer.team.models import User
set_availability(User.objects.get(email="boris@foyer.test"), "online")
shop = Portal.objects.get()
start_conversation(portal_id=shop.pk, actor_id=browser_actor(shop.pk, "{name}-browser-0123456789").pk,
                   visitor_name="{name}", text="Hello", client_id="{name}", language="en",
                   page_url="https://shop.example/", page_title="Shop")
"""
ANSWER = """
from foyer.conversations.actions import accept_conversation, send_message
from foyer.conversations.models import Conversation
from foyer.team.models import User
boris = User.objects.get(email="boris@foyer.test")
chat = Conversation.objects.filter(visitor_name="Vera Sommer").latest("pk")
if chat.agent is None:
    accept_conversation(chat.pk, boris)
send_message(chat.pk, boris, "{text}", "{text}", "agent")
"""
CHIME, ALONE_MS = 2, 1_500


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("sound")).set_up().start()
    yield installation
    installation.stop()


@pytest.fixture
def vera(house, browser):
    page = browser.new_context(locale="en-GB").new_page()
    problems = watch(page)
    page.add_init_script(COUNTED)
    page.goto(f"{house.address}/demo/")
    page.locator("[data-foyer=launcher]").click()
    ask(page, "Is it oak?")
    expect(page.locator("[data-foyer=line]")).to_have_attribute("data-state", "sent")
    yield page
    page.context.close()
    assert problems == []


def hears(house, vera, text, tones):
    """The line has come, and so many tones were played until then."""
    vera.wait_for_timeout(ALONE_MS)  # of several tones at once only one sounds
    house.run(ANSWER.format(text=text))
    expect(vera.locator("[data-foyer=line]", has_text=text)).to_be_visible()
    vera.wait_for_function("least => window.tones >= least", arg=tones)
    assert vera.evaluate("window.tones") == tones


def switch(vera, name):
    vera.locator("[data-foyer=menu]").click()
    vera.get_by_role("menuitem", name=name).click()


def test_an_answer_sounds_until_the_visitor_switches_it_off(house, vera):
    hears(house, vera, "It is", CHIME)
    switch(vera, "Sound off")
    hears(house, vera, "and oiled", CHIME)
    switch(vera, "Sound on")
    hears(house, vera, "every year", 2 * CHIME)


def test_a_ringing_chat_sounds_unless_the_agent_wants_no_sound(house, agent):
    agent.add_init_script(COUNTED)
    agent.goto(f"{house.address}/leads/")
    agent.locator("h1").click()  # browsers let no page sound before
    house.run(BEGIN.format(name="Nora"))
    expect(agent.locator("[data-accept]")).to_be_visible()
    agent.wait_for_function("window.tones >= 2")

    agent.goto(f"{house.address}/profile/notifications/")
    for box in agent.get_by_role("checkbox", name="Sound").all():
        box.uncheck()
    agent.get_by_role("button", name="Save").click()
    agent.goto(f"{house.address}/leads/")
    agent.locator("h1").click()
    house.run(BEGIN.format(name="Lena"))
    expect(agent.locator("[data-accept]")).to_contain_text("2")
    assert agent.evaluate("window.tones") == 0
