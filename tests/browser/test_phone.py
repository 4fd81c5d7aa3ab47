"""A chat on a phone: an agent takes it, answers, notes, ends it, and finds it in the feed (F193, F195, F197, E32)."""

import pytest
from playwright.sync_api import expect

from tests.browser.driver import barriers, log_in, watch
from tests.installation import BORIS, PASSWORD
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
CHAT = """
from foyer.conversations.actions import start_conversation
from foyer.crm.actions import create_person
from foyer.identity.actions import browser_actor
from foyer.portals.models import Portal
portal = Portal.objects.get()
vera = browser_actor(portal.pk, "vera-browser-0123456789")
create_person("lead", first_name="Vera", last_name="Lindqvist", from_actor=vera, portal=portal)
start_conversation(
    portal_id=portal.pk, actor_id=vera.pk, visitor_name="Vera Lindqvist", text="Can the Alder bench stay outside?",
    client_id="c1", page_url="https://shop.example/alder", page_title="Alder bench", language="en",
)
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("house")).set_up()
    installation.run(CHAT)
    yield installation.start()
    installation.stop()


@pytest.fixture
def phone(house, browser):
    """Boris's phone."""
    look = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "color_scheme": "dark"}
    page = browser.new_context(locale="en-GB", **look).new_page()
    page.problems = watch(page)
    log_in(page, house.address, BORIS, PASSWORD)
    yield page
    assert page.problems == []
    page.context.close()


def test_an_agent_takes_a_chat_answers_notes_and_ends_it_on_a_phone(house, phone):
    phone.goto(f"{house.address}/inbox/?view=unassigned")
    assert looks_right(phone)
    phone.locator("a.f-conv", has_text="Vera Lindqvist").tap()
    talk = phone.get_by_role("region", name="Conversation with Vera")
    talk.get_by_role("button", name="Accept 1 request").tap()
    write(phone, "Yes: it is oiled oak.")
    phone.locator(".f-compose label", has_text="Internal note").tap()
    write(phone, "She asks for six.")
    assert looks_right(phone)
    phone.get_by_role("button", name="End chat").tap()
    phone.locator("dialog[open] button", has_text="End chat").tap()
    expect(phone.locator("#talk-foot")).to_contain_text("A new question opens a new chat.")
    find_it_in_the_feed(house, phone)


def find_it_in_the_feed(house, phone):
    """With symbol, agent, begin and end; a tap shows what was said, and not the note."""
    phone.goto(f"{house.address}/leads/1/?kind=chats")
    chat = phone.locator("article[id^=chat-]")
    expect(chat).to_contain_text("Vera Lindqvist with Boris Keller")
    expect(chat).to_contain_text("Began")
    expect(chat).to_contain_text("Ended")
    chat.get_by_text("Open transcript").tap()
    expect(chat.locator(".f-script")).to_contain_text("it is oiled oak")
    expect(chat.locator(".f-script")).not_to_contain_text("She asks for six")
    assert looks_right(phone)


def test_a_transcript_opened_before_the_scripts_are_there_comes_once_they_are(house, phone):
    held = []
    phone.route("**/htmx.min*.js", lambda route: held.append(route))
    phone.goto(f"{house.address}/leads/1/?kind=chats", wait_until="commit")
    phone.get_by_text("Open transcript").tap()
    expect(phone.locator(".f-script")).to_have_text("Loading")
    held.pop().continue_()
    expect(phone.locator(".f-script")).to_contain_text("stay outside")


def write(phone, text):
    phone.locator("form[data-compose] textarea").fill(text)
    phone.locator("form[data-compose] button[type=submit]").tap()
    expect(phone.locator("[data-seq]", has_text=text)).to_be_visible()


def looks_right(phone) -> bool:
    """Nobody is shut out, and nothing is wider than the phone."""
    return barriers(phone) == [] and phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_tapped_while_the_head_comes_again_twice_is_not_lost(house, phone):
    """Its own questions wait for one another, the last one instead of others; nobody's tap waits among them."""
    held = []
    phone.goto(f"{house.address}/inbox/?view=all")
    phone.locator("a.f-conv", has_text="Vera Lindqvist").tap()
    phone.locator("#talk-head summary").tap()
    phone.route("**/head/**", lambda route: held.append(route))
    comes_again(phone)
    phone.wait_for_function("() => document.querySelector('#talk-head.htmx-request')")
    phone.locator("#talk-head .f-menu a", has_text="Tags").tap()
    comes_again(phone)
    expect(phone.locator("dialog[open] input[name=tags]")).to_be_visible()
    phone.unroute("**/head/**")


def comes_again(page):
    """As after a while without a connection."""
    page.evaluate("document.dispatchEvent(new CustomEvent('foyer:again'))")
