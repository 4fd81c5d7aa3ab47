"""The widget in a real browser on a website with a strict policy (F28, F154-F174; R11, R12, R15; T1, T13; E33)."""

import pytest
from playwright.sync_api import expect

from tests.browser.driver import ask, barriers, watch
from tests.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

EVIL = "<img src=x onerror=alert(1)> <script>alert(2)</script> javascript:alert(3) https://linden.example/care."
GERMAN = "addEventListener('DOMContentLoaded', () => { document.documentElement.lang = 'de' })"
OFFLINE_NOISE = ("ERR_INTERNET_DISCONNECTED", "WebSocket connection to")
AGENT = """
from foyer.conversations.actions import accept_conversation, end_conversation, send_message
from foyer.conversations.models import Conversation
from foyer.team.models import User
boris = User.objects.get(email="boris@foyer.test")
chat = Conversation.objects.latest("pk").pk
"""


@pytest.fixture(scope="module")
def foyer(tmp_path_factory):
    installation = Served(tmp_path_factory.mktemp("widget")).set_up().start()
    yield installation
    installation.stop()


@pytest.fixture
def vera(foyer, browser):
    """Vera's window on the shop; whatever goes wrong on her pages fails the test."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB").new_page()
    problems = watch(page)
    page.goto(f"{foyer.address}/demo/")
    yield page
    page.context.close()
    assert [problem for problem in problems if not any(noise in problem for noise in OFFLINE_NOISE)] == []


def start(page, text="Can the bench stay outside?"):
    page.locator("[data-foyer=launcher]").click()
    ask(page, text)
    expect(lines(page, text)).to_have_attribute("data-state", "sent")


def say(page, text):
    page.locator("[data-foyer=composer]").fill(text)
    page.keyboard.press("Enter")


def lines(page, text):
    return page.locator("[data-foyer=line]", has_text=text)


def test_a_line_is_sent_and_a_reload_keeps_it(vera):
    start(vera)
    say(vera, "It is for a wet corner.")
    expect(lines(vera, "wet corner")).to_have_attribute("data-state", "sent")

    vera.reload()

    expect(lines(vera, "stay outside")).to_have_count(1)
    expect(lines(vera, "wet corner")).to_have_count(1)
    assert barriers(vera) == []


def test_refusals_stand_at_their_field(vera):
    vera.locator("[data-foyer=launcher]").click()
    vera.locator("foyer-widget textarea[name=text]").fill("Hello?")
    vera.locator("[data-foyer=start]").click()
    expect(vera.locator("#name-error")).to_have_text("Your name is missing.")

    vera.locator("foyer-widget input[name=name]").fill("Vera")
    vera.locator("foyer-widget input[name=email]").fill("vera.sommer@")
    vera.locator("[data-foyer=start]").click()

    expect(vera.locator("#email-error")).to_contain_text("not complete")
    expect(vera.locator("foyer-widget input[name=email]")).to_be_focused()
    assert barriers(vera) == []


def test_what_is_written_without_a_network_arrives_once(foyer, vera):
    start(vera)
    vera.context.set_offline(True)
    for text in ("First of three", "Second of three", "Third of three"):
        say(vera, text)
    expect(lines(vera, "Third")).to_have_attribute("data-state", "sending")
    expect(vera.get_by_text("No connection.")).to_be_visible()

    vera.context.set_offline(False)

    expect(lines(vera, "Third")).to_have_attribute("data-state", "sent")
    expect(lines(vera, "of three")).to_have_count(3)
    texts = foyer.query(
        'list(Message.objects.filter(text__endswith="of three").order_by("seq").values_list("text", flat=True))'
    )
    assert texts == ["First of three", "Second of three", "Third of three"]


def test_two_tabs_show_every_line_once(foyer, vera):
    start(vera)
    other = vera.context.new_page()
    other.goto(f"{foyer.address}/demo/catalogue.html")
    other.locator("[data-foyer=launcher]").click()
    say(other, "From the other tab")
    say(vera, "From the first tab")

    for page in (vera, other):
        expect(lines(page, "tab")).to_have_count(2)
        expect(page.locator("[data-foyer=line][data-state=sending]")).to_have_count(0)


def test_what_people_write_is_text(vera):
    start(vera, EVIL)

    line = lines(vera, "onerror=alert(1)")
    assert EVIL in line.inner_text()
    assert line.locator("img, script").count() == 0
    link = line.locator("a")
    expect(link).to_have_count(1)
    expect(link).to_have_attribute("href", "https://linden.example/care")
    expect(link).to_have_attribute("rel", "noopener nofollow ugc")


def test_an_answer_is_counted_read_and_the_chat_ends(foyer, vera):
    start(vera)
    vera.keyboard.press("Escape")
    foyer.run(AGENT + "accept_conversation(chat, boris)\nsend_message(chat, boris, 'Yes, it is oiled.', 'a1', 'agent')")
    expect(vera.locator("foyer-widget .badge")).to_have_text("1")

    vera.locator("[data-foyer=launcher]").click()
    expect(lines(vera, "oiled")).to_have_attribute("data-kind", "agent")
    expect(vera.locator("foyer-widget .badge")).to_be_hidden()
    vera.locator("[data-foyer=menu]").click()
    vera.locator("[data-foyer=end]").click()

    expect(lines(vera, "You ended the chat")).to_have_count(1)
    vera.locator("[data-foyer=new]").click()
    expect(vera.locator("foyer-widget input[name=name]")).to_be_focused()


def test_it_speaks_the_language_of_the_page(foyer, vera):
    vera.add_init_script(GERMAN)
    vera.reload()
    vera.get_by_role("button", name="Chat öffnen").click()

    expect(vera.get_by_role("button", name="Chat beginnen")).to_be_visible()
    expect(vera.get_by_role("dialog")).to_have_attribute("aria-label", "Guten Tag! Wie können wir Ihnen weiterhelfen?")


def test_escape_closes_and_the_focus_returns(vera):
    launcher = vera.locator("[data-foyer=launcher]")
    launcher.click()
    expect(vera.locator("foyer-widget input[name=name]")).to_be_focused()

    vera.keyboard.press("Escape")

    expect(vera.get_by_role("dialog")).to_have_count(0)
    expect(launcher).to_be_focused()


def test_the_contact_form_goes_on_as_a_chat(foyer, vera):
    vera.goto(f"{foyer.address}/demo/contact.html")
    for name, value in {"first_name": "Vera", "last_name": "Sommer", "email": "vera@example.com"}.items():
        vera.locator(f"[data-foyer-form] [name={name}]").fill(value)
    vera.locator("[data-foyer-form] [name=message]").fill("A visit on Saturday?")
    vera.locator("[data-foyer-form] [name=consent]").check()
    vera.get_by_role("button", name="Send message").click()

    expect(vera.locator("foyer-widget input[name=name]")).to_have_value("Vera Sommer")
    expect(vera.locator("foyer-widget textarea[name=text]")).to_have_value("A visit on Saturday?")


def test_on_a_phone_the_panel_is_the_screen(vera):
    vera.set_viewport_size({"width": 390, "height": 844})
    vera.locator("[data-foyer=launcher]").click()

    panel = vera.get_by_role("dialog")
    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    expect(panel).to_have_attribute("aria-modal", "true")
    expect(vera.locator("[data-foyer=launcher]")).to_be_hidden()
