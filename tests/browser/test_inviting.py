"""An agent invites from the board, the visitor sees it and answers, in a real browser (E10, B7, T1, E33)."""

import pytest
from playwright.sync_api import expect

from tests.browser.driver import barriers, watch
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
ONLINE = """
from foyer.team.actions import set_availability
from foyer.team.models import User
set_availability(User.objects.get(email="boris@foyer.test"), "online")
"""
STATES = """[[c.state, c.ended_by, c.declined_at is not None, c.missed_at is not None]
    for c in Conversation.objects.order_by("pk")]"""
LANGUAGE = "addEventListener('DOMContentLoaded', () => {{ document.documentElement.lang = '{}' }})"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("inviting")).set_up()
    installation.run(ONLINE)
    yield installation.start()
    installation.stop()


@pytest.fixture
def visitor(house, browser):
    """A visitor's window; whatever goes wrong on his pages fails the test. `visitor(...)` opens further ones."""
    contexts = []

    def opened(locale="en-GB", width=1280, lang=""):
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, locale=locale))
        page = contexts[-1].new_page()
        page.problems = watch(page)
        if lang:
            page.add_init_script(LANGUAGE.format(lang))
        page.goto(f"{house.address}/demo/")
        page.locator("[data-foyer=launcher]").wait_for()
        return page

    yield opened
    for context in contexts:
        problems = [problem for page in context.pages for problem in getattr(page, "problems", [])]
        context.close()
        assert problems == []


def start_from_list(house, agent, words="Hello, can I help you?") -> str:
    """By the keyboard alone: to the row, i, the line, Ctrl+Enter. Returns the address of the chat."""
    agent.goto(f"{house.address}/live/list/")
    button = agent.locator("[data-invite]").first
    button.wait_for()
    agent.locator("tr[data-row] a[data-open]").first.focus()
    agent.keyboard.press("i")
    field = agent.locator("dialog[open] textarea")
    expect(field).to_be_focused()
    assert barriers(agent) == []
    field.fill(words)
    agent.keyboard.press("Control+Enter")
    expect(agent.locator("dialog[open]")).to_have_count(0)
    expect(agent.locator("#toasts")).to_contain_text("The answer comes to your inbox")
    return house.address + agent.locator("#toasts a").get_attribute("href")


def chat_line(page, words):
    return page.locator("[data-foyer=line]", has_text=words)


def leave(house, agent, *pages):
    """They go, and nobody is on the board any more."""
    for page in pages:
        page.goto("about:blank")
    agent.goto(f"{house.address}/live/list/")
    expect(agent.locator("tr[data-row]")).to_have_count(0, timeout=90_000)


def test_a_visitor_is_invited_answers_and_the_chat_goes_on_to_its_end(house, agent, visitor):
    vera = visitor()
    vera.locator("body").click(position={"x": 300, "y": 400})
    chat = start_from_list(house, agent)
    expect(agent.locator("tr[data-row]", has_text="invited")).to_be_visible()
    expect(chat_line(vera, "can I help you")).to_be_visible()
    expect(vera.locator("foyer-widget .bar")).to_contain_text("Boris")
    expect(vera.locator("[data-foyer=composer]")).not_to_be_focused()
    assert barriers(vera) == []
    agent.goto(chat)
    expect(agent.locator("#talk-head")).to_contain_text("Invited, no answer yet")
    assert barriers(agent) == []
    vera.locator("[data-foyer=composer]").fill("Yes, is it oiled?")
    vera.keyboard.press("Enter")
    expect(agent.locator("[data-seq]", has_text="is it oiled")).to_be_visible()
    expect(agent.locator("#talk-head")).to_contain_text("Web chat")
    who = vera.get_by_role("form", name="Who are you")
    who.get_by_label("Name").fill("Vera Lindqvist")
    who.get_by_label("E-mail").fill("vera@lindqvist.example")
    assert barriers(vera) == []
    who.locator("[data-foyer=introduce]").click()
    expect(who).to_have_count(0)
    expect(agent.locator("#talk-head")).to_contain_text("Vera Lindqvist")
    agent.locator("form[data-compose] textarea").fill("It is oiled oak.")
    agent.locator("form[data-compose] button[type=submit]").click()
    expect(chat_line(vera, "oiled oak")).to_be_visible()
    vera.reload()
    for words in ("can I help you", "is it oiled", "oiled oak"):
        expect(chat_line(vera, words)).to_have_count(1)
    agent.locator("#talk-head button", has_text="End chat").click()
    agent.locator("dialog[open] button", has_text="End chat").click()
    expect(vera.locator("[data-foyer=new]")).to_be_visible()
    assert house.query(STATES)[-1] == ["ended", "agent", False, False]
    leave(house, agent, vera)


def test_while_the_board_is_open_it_comes_by_the_socket_and_waits_for_no_beat(house, agent, visitor):
    agent.goto(f"{house.address}/live/list/")
    vera = visitor()
    agent.locator("tr[data-row]").first.wait_for()
    with vera.expect_websocket():  # nobody opens the chat: the page is called near
        vera.reload()
    vera.route("**/collect", lambda route: route.abort())
    start_from_list(house, agent)
    expect(chat_line(vera, "can I help you")).to_be_visible()
    vera.problems.clear()  # the beats that did not get through
    vera.unroute("**/collect")
    leave(house, agent, vera)


def test_who_closes_it_has_declined_and_may_still_answer(house, agent, visitor):
    vera = visitor()
    start_from_list(house, agent)
    expect(chat_line(vera, "can I help you")).to_be_visible()
    vera.locator("foyer-widget button[aria-label='Minimise chat']").click()
    expect(agent.locator("tr[data-row]", has_text="declined")).to_be_visible()
    assert house.query(STATES)[-1] == ["invited", "", True, False]
    vera.locator("[data-foyer=launcher]").click()
    expect(vera.locator("[data-foyer=composer]")).to_be_focused()
    vera.keyboard.type("On second thoughts")
    vera.keyboard.press("Enter")
    notice = agent.locator("#notices", has_text="answered your invitation")
    expect(notice).to_contain_text("On second thoughts")
    assert barriers(agent) == []
    expect(agent.locator("tr[data-row]", has_text="in chat")).to_be_visible()
    leave(house, agent, vera)


def test_only_the_window_that_is_meant_hears_of_it_and_taken_back_it_is_gone(house, agent, visitor):
    vera = visitor(locale="fr-FR", lang="fr")
    chat = start_from_list(house, agent, "Bonjour")
    other = visitor(locale="de-DE", lang="de")
    expect(chat_line(vera, "Bonjour")).to_be_visible()
    assert barriers(vera) == []
    expect(other.locator("foyer-widget .panel")).to_have_count(0)
    assert other.evaluate("localStorage.getItem('foyer.c')") is None
    agent.goto(chat)
    agent.locator("#talk-head button", has_text="Take back").click()
    agent.locator("dialog[open] button", has_text="Take back").click()
    expect(chat_line(vera, "Bonjour")).to_have_count(0)
    assert house.query(STATES)[-1] == ["ended", "agent", False, False]
    leave(house, agent, vera, other)


def test_two_tabs_of_one_browser_have_one_chat_and_keep_it(house, agent, visitor):
    vera = visitor()
    tab = vera.context.new_page()
    tab.problems = watch(tab)
    tab.goto(f"{house.address}/demo/catalogue.html")
    tab.locator("[data-foyer=launcher]").wait_for()
    start_from_list(house, agent)
    vera.wait_for_timeout(31_000)  # the beats of both are answered
    for page in (vera, tab):
        page.reload()
        page.locator("[data-foyer=launcher]").wait_for()
        if not page.locator("foyer-widget .panel").count():
            page.locator("[data-foyer=launcher]").click()
        expect(chat_line(page, "can I help you")).to_have_count(1)
    vera.locator("[data-foyer=composer]").fill("From the first tab")
    vera.locator("[data-foyer=composer]").press("Enter")
    expect(chat_line(tab, "From the first tab")).to_have_count(1)
    leave(house, agent, vera, tab)


def test_on_a_phone_it_stands_beside_the_button_until_it_is_touched(house, agent, visitor):
    vera = visitor(locale="de-DE", width=390, lang="de")
    agent.goto(f"{house.address}/live/list/")
    agent.locator("[data-invite]").first.click()
    agent.locator("dialog[open] textarea").fill("Guten Tag!")
    agent.locator("dialog[open] [type=submit]").click()
    row = agent.locator("tr[data-row]", has_text="invited")
    expect(row).to_be_visible()
    expect(row.locator("a[data-open]")).to_be_focused()
    preview = vera.locator("foyer-widget .preview")
    expect(preview).to_contain_text("Guten Tag!")
    expect(vera.locator("foyer-widget .panel")).to_have_count(0)
    assert barriers(vera) == []
    preview.click()
    expect(vera.locator("[data-foyer=composer]")).to_be_visible()
    leave(house, agent, vera)


def test_from_the_card_of_a_dot_and_a_colleague_who_is_slower_sees_who(house, agent, visitor):
    vera = visitor()
    agent.goto(f"{house.address}/live/")
    agent.locator(".f-peb").first.wait_for()
    agent.locator(".f-peb").first.focus()
    agent.locator(".f-hover [data-invite]").wait_for()
    agent.keyboard.press("i")
    expect(agent.locator("dialog[open] textarea")).to_have_value("Hello, I am Boris. Can I help you?")
    house.run("""
from foyer.conversations.actions import invite_visitor
from foyer.presence.board import board
from foyer.team.models import User
from foyer.visits.models import Visit
anna, visit = User.objects.get(email="anna@foyer.test"), Visit.objects.latest("pk")
invite_visitor(portal_id=visit.portal_id, actor_id=visit.actor_id, agent=anna, text="I was faster", client_id="a-1",
    page_url="", page_title="", language="en")
""")
    agent.keyboard.press("Control+Enter")
    expect(agent.locator("dialog[open]")).to_contain_text("Anna Berger invited this visitor")
    expect(chat_line(vera, "I was faster")).to_be_visible()
    leave(house, agent, vera)
